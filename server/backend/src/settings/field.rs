//! The fields of a section by data: what the form, the difference and the texts need to know of each.

use contract::{ProblemCode, RoleName, SettingUnit};
use graph::AttributeName;

/// A field of a section, or of an entry of a section.
#[derive(Debug, Clone)]
pub struct FieldSpec {
    /// Its name in the stored document.
    pub name: &'static str,
    /// How it is filled in.
    pub shape: FieldShape,
}

/// How a field is filled in, and so how it is stored.
#[derive(Debug, Clone)]
pub enum FieldShape {
    /// A whole number, stored as such.
    Number {
        /// What it counts.
        unit: SettingUnit,
        /// The smallest that is taken.
        min: u64,
        /// The largest that is taken.
        max: u64,
    },
    /// A text on one line.
    Text {
        /// The longest that is taken, in characters.
        longest: usize,
        /// Whether it may be left empty, and is stored as null then.
        is_optional: bool,
    },
    /// How fast somebody may go on, stored as it is written: `10 + 2/min`.
    Rate {
        /// Whether it is a limit of a day, which is written in no other unit: `100/day`, `50 + 100/day`.
        of_day: bool,
    },
    /// A text of several lines, stored as null where it is left empty.
    LongText {
        /// The longest that is taken, in characters.
        longest: usize,
    },
    /// The name of an attribute of a user, as Microsoft has it.
    Attribute {
        /// Whether it may be left empty, and is stored as null then.
        is_optional: bool,
    },
    /// One of several names.
    Choice(&'static [&'static str]),
    /// On or off, stored as a boolean.
    Toggle,
    /// A list of texts.
    List {
        /// What makes no sense about an entry.
        check: EntryCheck,
        /// The most entries there can be.
        most: usize,
        /// Whether the order means something.
        is_ordered: bool,
    },
    /// Entries by name, each with fields of its own, stored as an object.
    Map {
        /// What makes no sense about a name.
        check: EntryCheck,
        /// The most entries there can be.
        most: usize,
        /// The fields of an entry.
        each: Vec<FieldSpec>,
    },
    /// Entries without names of their own, each with fields, stored as a list of objects. The first field tells them apart.
    Entries {
        /// The most entries there can be.
        most: usize,
        /// Whether the order means something.
        is_ordered: bool,
        /// The fields of an entry.
        each: Vec<FieldSpec>,
    },
    /// A picture that is uploaded by a form of its own, stored as its digest, or null.
    Picture,
    /// Something that is searched for in the directory, stored as an object with its ids and names.
    Pick {
        /// What is searched for.
        of: PickKind,
        /// Whether it may be left out, and is stored as null then.
        is_optional: bool,
        /// The field beside it that says that a group is filled by a rule; none where no group is chosen.
        by_rule: Option<&'static str>,
    },
    /// A text that is set and never read again: stored as the version in which it was set, and as null where there is none.
    Secret {
        /// The longest that is taken, in characters.
        longest: usize,
    },
    /// Several fields under one heading, stored as an object.
    Group(Vec<FieldSpec>),
}

/// What can be chosen in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickKind {
    /// A group.
    Group,
    /// A role of an application.
    AppRole,
}

/// Says what is wrong with the text of an entry, if anything is.
pub type EntryCheck = fn(&str) -> Result<(), ProblemCode>;

impl FieldSpec {
    /// A number within a range.
    pub fn number(name: &'static str, unit: SettingUnit, range: std::ops::RangeInclusive<u32>) -> Self {
        let (min, max) = ((*range.start()).into(), (*range.end()).into());
        Self { name, shape: FieldShape::Number { unit, min, max } }
    }

    /// How fast somebody may go on.
    pub const fn rate(name: &'static str) -> Self {
        Self { name, shape: FieldShape::Rate { of_day: false } }
    }

    /// How fast somebody may go on in a day.
    pub const fn rate_of_day(name: &'static str) -> Self {
        Self { name, shape: FieldShape::Rate { of_day: true } }
    }

    /// One of several names.
    pub const fn choice(name: &'static str, options: &'static [&'static str]) -> Self {
        Self { name, shape: FieldShape::Choice(options) }
    }

    /// On or off.
    pub const fn toggle(name: &'static str) -> Self {
        Self { name, shape: FieldShape::Toggle }
    }

    /// A text on one line that may be left empty.
    pub const fn optional_text(name: &'static str, longest: usize) -> Self {
        Self { name, shape: FieldShape::Text { longest, is_optional: true } }
    }

    /// A text of several lines that may be left empty.
    pub const fn long_text(name: &'static str, longest: usize) -> Self {
        Self { name, shape: FieldShape::LongText { longest } }
    }

    /// The name of an attribute.
    pub const fn attribute(name: &'static str) -> Self {
        Self { name, shape: FieldShape::Attribute { is_optional: false } }
    }

    /// The name of an attribute, which may be left empty.
    pub const fn optional_attribute(name: &'static str) -> Self {
        Self { name, shape: FieldShape::Attribute { is_optional: true } }
    }

    /// Names such as those of kinds, whose order means nothing.
    pub const fn names(name: &'static str, most: usize) -> Self {
        Self { name, shape: FieldShape::List { check: well_formed_name, most, is_ordered: false } }
    }

    /// Texts that are checked one by one, and whose order means nothing.
    pub const fn texts(name: &'static str, most: usize, check: EntryCheck) -> Self {
        Self { name, shape: FieldShape::List { check, most, is_ordered: false } }
    }

    /// A picture, which may be missing.
    pub const fn picture(name: &'static str) -> Self {
        Self { name, shape: FieldShape::Picture }
    }

    /// Entries in their order, each with fields.
    pub const fn ordered_entries(name: &'static str, most: usize, each: Vec<Self>) -> Self {
        Self { name, shape: FieldShape::Entries { most, is_ordered: true, each } }
    }

    /// Entries with fields, whose order means nothing.
    pub const fn entries(name: &'static str, most: usize, each: Vec<Self>) -> Self {
        Self { name, shape: FieldShape::Entries { most, is_ordered: false, each } }
    }

    /// A text on one line.
    pub const fn text(name: &'static str, longest: usize) -> Self {
        Self { name, shape: FieldShape::Text { longest, is_optional: false } }
    }

    /// A group of the directory, filled by a rule where the field `by_rule` beside it says so.
    pub const fn group_of_directory(name: &'static str, by_rule: &'static str, is_optional: bool) -> Self {
        Self { name, shape: FieldShape::Pick { of: PickKind::Group, is_optional, by_rule: Some(by_rule) } }
    }

    /// A role of an application of the directory.
    pub const fn app_role(name: &'static str) -> Self {
        Self { name, shape: FieldShape::Pick { of: PickKind::AppRole, is_optional: false, by_rule: None } }
    }

    /// Names of roles in their order, weakest first.
    pub const fn roles(name: &'static str, most: usize) -> Self {
        Self { name, shape: FieldShape::List { check: well_formed_name, most, is_ordered: true } }
    }

    /// A text that is never shown again. Not within a group or an entry.
    pub const fn secret(name: &'static str, longest: usize) -> Self {
        Self { name, shape: FieldShape::Secret { longest } }
    }

    /// Several fields under one heading.
    pub const fn group(name: &'static str, fields: Vec<Self>) -> Self {
        Self { name, shape: FieldShape::Group(fields) }
    }

    /// Entries by name.
    pub const fn map(name: &'static str, most: usize, each: Vec<Self>) -> Self {
        Self { name, shape: FieldShape::Map { check: well_formed_name, most, each } }
    }
}

/// The check of names of attributes.
pub(crate) fn known_attribute(text: &str) -> Result<(), ProblemCode> {
    match text {
        "" => Err(ProblemCode::ValueMissing),
        text => text.parse::<AttributeName>().map(drop).map_err(|_| ProblemCode::AttributeUnknown),
    }
}

/// The check of names such as those of roles and kinds.
pub(crate) fn well_formed_name(text: &str) -> Result<(), ProblemCode> {
    match text {
        "" => Err(ProblemCode::ValueMissing),
        // Names of roles and of kinds are made alike.
        text => RoleName::parse(text).map(drop).map_err(|_| ProblemCode::NameMalformed),
    }
}
