//! What the settings pages show.

use time::OffsetDateTime;

use crate::{DraftId, FieldPath, KindName, Problem, ProblemCode, RoleName, SectionName};

/// The overview of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsOverview {
    /// The version in force, 0 before the first change.
    pub version: i64,
    /// The sections, in their order.
    pub sections: Vec<SectionSummary>,
}

/// A section on the overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionSummary {
    /// Its name.
    pub name: SectionName,
    /// What differs from the default: the default before, and what is in force after.
    pub differences: Vec<SettingChange>,
}

/// One field that changes, or differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// The section.
    pub section: SectionName,
    /// The text key of the field within the section: the names on its path, joined by underscores.
    pub key: String,
    /// The names of the entries on its path, such as a kind of item; outermost first.
    pub entries: Vec<String>,
    /// What it was; `None` if it was not there.
    pub before: Option<SettingValue>,
    /// What it becomes; `None` if it is not there any more.
    pub after: Option<SettingValue>,
}

/// The value of a field, as it can be put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// A number of something.
    Number {
        /// How many.
        amount: u64,
        /// Of what.
        unit: SettingUnit,
    },
    /// A text.
    Text(String),
    /// One of several, by its name.
    Choice(String),
    /// On or off.
    Switch(bool),
    /// A list in its order.
    List(Vec<String>),
    /// Entries with fields of their own, in their order.
    Entries(Vec<Vec<SettingPart>>),
}

/// A field of an entry, as it can be put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingPart {
    /// The field's name.
    pub field: String,
    /// Its value.
    pub value: SettingValue,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingUnit {
    /// Things.
    Count,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Days.
    Days,
}

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

/// Who made a version of the settings, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsVersion {
    /// The version.
    pub version: i64,
    /// Since when.
    pub at: OffsetDateTime,
    /// The name of whoever made it, or their object id where the name is not known.
    pub by: String,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// The version that it restored, if it did.
    pub restored: Option<i64>,
    /// What it changed.
    pub changes: Vec<SettingChange>,
}

/// What others have changed of a section since a form was rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSince {
    /// The newest version that changed it, without its changes.
    pub newest: SettingsVersion,
    /// The difference between then and now.
    pub changes: Vec<SettingChange>,
}

/// A role that cannot be taken out, because people have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The list that it is missing in.
    pub field: FieldPath,
    /// The role.
    pub role: RoleName,
    /// The kind of item; `None` for all kinds that have no roles of their own.
    pub kind: Option<KindName>,
    /// How often it is given.
    pub count: u64,
    /// One of those who have it.
    pub person: String,
    /// The title of the item on which they have it.
    pub item_title: String,
}

/// A section's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionPage {
    /// The section's name.
    pub name: SectionName,
    /// The names of all sections, in their order.
    pub sections: Vec<SectionName>,
    /// The version of the settings that the form is about.
    pub version: i64,
    /// The fields.
    pub fields: Vec<SettingsField>,
    /// The reason that was typed before.
    pub reason: String,
    /// What is wrong with the form.
    pub problem: Option<Problem>,
    /// Roles that cannot be taken out.
    pub held: Vec<HeldRole>,
    /// What others have changed meanwhile.
    pub changed_since: Option<ChangedSince>,
    /// Who changed the settings last, without what; `None` before the first change.
    pub last: Option<SettingsVersion>,
}

/// What a form would change, before it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionReview {
    /// The section's name.
    pub name: SectionName,
    /// The names of all sections, in their order.
    pub sections: Vec<SectionName>,
    /// What will change.
    pub changes: Vec<SettingChange>,
    /// The reason that was typed before.
    pub reason: String,
    /// What is wrong with the reason.
    pub problem: Option<Problem>,
}

/// The result of a settings form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsAnswer {
    /// To be gone on with, or refused: the form, with what is wrong with it.
    Edit(DraftId),
    /// To be gone on with at a list or a field, by its name in the form.
    EditAt(DraftId, String),
    /// It makes sense: shown before it is stored.
    Review(DraftId),
    /// Nothing would change.
    Unchanged,
    /// Stored, as this version.
    Stored(i64),
}

/// One page of the versions there were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsHistory {
    /// Newest first.
    pub versions: Vec<SettingsVersion>,
    /// Whether there are older ones.
    pub has_older: bool,
    /// The names of all sections, in their order.
    pub sections: Vec<SectionName>,
}

/// One version beside the one in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPage {
    /// The version, with what it changed.
    pub version: SettingsVersion,
    /// The version in force.
    pub current: i64,
    /// What would change if this version were restored; empty where it is the one in force or equal to it.
    pub changes: Vec<SettingChange>,
    /// The fields of it that make no sense any more: it cannot be restored then.
    pub refused: Vec<(SectionName, Problem)>,
    /// Roles that it does not have, and people do.
    pub held: Vec<HeldRole>,
    /// The reason that was typed before.
    pub reason: String,
    /// Why restoring was refused.
    pub problem: Option<Problem>,
    /// The names of all sections, in their order.
    pub sections: Vec<SectionName>,
}
