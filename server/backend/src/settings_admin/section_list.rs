//! The sections by name.

use contract::{Problem, ProblemCode, SectionName};

use crate::settings::any_section::AnySection;
use crate::settings::sections;

/// The section of this name.
pub(super) fn named(section: &str) -> Result<&'static dyn AnySection, Problem> {
    sections::named(section).ok_or(Problem::new(ProblemCode::NotFound))
}

/// The names of the sections, in their order.
pub(super) fn section_names() -> Vec<SectionName> {
    sections::ALL.iter().filter_map(|section| SectionName::parse(section.name()).ok()).collect()
}
