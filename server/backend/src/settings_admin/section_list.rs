//! The sections by name.

use contract::{Problem, ProblemCode, SectionName};

use crate::settings::any_section::AnySection;
use crate::settings::sections;

/// The sections that have a page, in their order.
pub(super) fn with_page() -> impl Iterator<Item = &'static dyn AnySection> {
    sections::ALL.iter().copied().filter(|section| !section.fields().is_empty())
}

/// The section of this name, if it has a page.
pub(super) fn named(section: &str) -> Result<&'static dyn AnySection, Problem> {
    let named = sections::named(section).filter(|section| !section.fields().is_empty());
    named.ok_or(Problem::new(ProblemCode::NotFound))
}

/// The names of the sections that have a page, in their order.
pub(super) fn section_names() -> Vec<SectionName> {
    with_page().filter_map(|section| SectionName::parse(section.name()).ok()).collect()
}
