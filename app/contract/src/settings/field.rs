//! The fields of a section's form.

use super::value::{SettingUnit, SettingValue};
use crate::{FieldPath, LocalPath, Problem, ProblemCode};

/// One field of a section's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsField {
    /// Where it is.
    pub path: FieldPath,
    /// The key of its texts within the section: the names on its path, joined by underscores.
    pub key: String,
    /// How it is filled in, and with what.
    pub input: FieldInput,
    /// What holds where nobody has decided anything else; `None` for fields of an entry.
    pub default: Option<SettingValue>,
    /// The configuration that decides it; it cannot be changed here then.
    pub fixed_by: Option<String>,
    /// What is wrong with it.
    pub problem: Option<ProblemCode>,
}

/// How a field is filled in, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldInput {
    /// A whole number.
    Number {
        /// As typed.
        typed: String,
        /// What it counts.
        unit: SettingUnit,
        /// The smallest that is taken.
        min: u64,
        /// The largest that is taken.
        max: u64,
    },
    /// A text on one line.
    Text {
        /// As typed.
        typed: String,
        /// The longest that is taken, in characters.
        longest: usize,
    },
    /// A text of several lines.
    LongText {
        /// As typed.
        typed: String,
        /// The longest that is taken, in characters.
        longest: usize,
    },
    /// The name of an attribute of a user, as Microsoft has it.
    Attribute {
        /// As typed.
        typed: String,
        /// Those that every user has; there are others.
        known: Vec<String>,
    },
    /// A picture that is uploaded by a form of its own.
    Picture {
        /// Its digest, as the form has it; empty where there is none.
        typed: String,
        /// Where it is; `None` where there is none.
        address: Option<LocalPath>,
    },
    /// One of several.
    Choice {
        /// The name of the chosen one.
        chosen: String,
        /// The names of all.
        options: Vec<String>,
    },
    /// On or off.
    Toggle {
        /// Whether it is on.
        on: bool,
    },
    /// A list of texts.
    List {
        /// In their order.
        entries: Vec<ListEntry>,
        /// Whether the order means something, and can be changed.
        is_ordered: bool,
        /// Whether there is room for one more.
        has_room: bool,
    },
    /// Named entries, each with fields of its own.
    Map {
        /// By name.
        entries: Vec<ListEntry>,
        /// Whether there is room for one more.
        has_room: bool,
    },
    /// Something that is searched for in the directory.
    Pick {
        /// What is chosen.
        chosen: Option<Picked>,
        /// The text that is searched for, as typed.
        search: String,
        /// What was found for it, where it was asked for.
        found: Option<PickFound>,
        /// Whether it may be left out.
        is_optional: bool,
    },
    /// Entries without names of their own, each with fields.
    Entries {
        /// In their order; what is typed of each is its first field.
        entries: Vec<ListEntry>,
        /// Whether the order means something, and can be changed.
        is_ordered: bool,
        /// Whether there is room for one more.
        has_room: bool,
    },
    /// A text that is typed and never shown again.
    Secret {
        /// Whether there is one.
        is_set: bool,
        /// Whether it is to be taken away.
        is_removed: bool,
        /// Whether one was typed that was not kept with the form.
        is_lost: bool,
        /// The longest that is taken, in characters.
        longest: usize,
    },
    /// Several fields under one heading.
    Group {
        /// The fields.
        fields: Vec<SettingsField>,
    },
}

/// Something of the directory that is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// What the form sends for it.
    pub value: String,
    /// The name that it had when it was chosen.
    pub name: String,
}

/// What a search in the directory has found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PickFound {
    /// What fits, also what cannot be chosen.
    pub matches: Vec<PickMatch>,
    /// Whether more fits than is shown.
    pub has_more: bool,
    /// Why nothing could be searched.
    pub problem: Option<Problem>,
}

/// One match of a search in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickMatch {
    /// What the form sends for it.
    pub value: String,
    /// Its name.
    pub name: String,
    /// What tells it from others of that name; may be empty.
    pub detail: String,
    /// Why it cannot be chosen.
    pub refused: Option<ProblemCode>,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// Where it is.
    pub path: FieldPath,
    /// The text, or the entry's name, as typed.
    pub typed: String,
    /// Whether it is not stored yet, and can be typed: what is stored is taken out and added anew, never renamed.
    pub is_new: bool,
    /// What is wrong with it.
    pub problem: Option<ProblemCode>,
    /// Its own fields; none in a list of texts.
    pub fields: Vec<SettingsField>,
}
