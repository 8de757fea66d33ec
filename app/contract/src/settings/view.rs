//! What the settings pages show.

use time::OffsetDateTime;

use super::field::SettingsField;
use super::landing::LandingLine;
use super::look::LookPreview;
use super::needed_role::NeededRole;
use super::value::SettingValue;
use crate::{
    DraftId, FieldPath, FieldProblem, KindName, Language, Problem, ProblemCode, RoleName, SectionName,
    StepKind,
};

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

/// What Microsoft has granted of what is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionReport {
    /// What the settings in force need, in the order of an invitation's steps.
    pub needed: Vec<PermissionStatus>,
    /// The roles that stand in the place of permissions, where the settings say so, in the same order.
    pub roles: Vec<NeededRole>,
    /// The names of what is granted although one of those roles is to stand in its place.
    pub replaced: Vec<String>,
    /// The names of what is granted and needed by nothing.
    pub unneeded: Vec<String>,
}

/// A permission that is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionStatus {
    /// Its name, such as `User.Read.All`.
    pub name: String,
    /// It is of whoever shares; else of the application itself.
    pub is_delegated: bool,
    /// The steps that need it; none where the settings pages do.
    pub steps: Vec<StepKind>,
    /// Only undoing those steps needs it: nothing is missing without it.
    pub only_to_undo: bool,
    /// Those steps do without it: only the names of guests' companies are read with it, and the domains of their addresses stand for them else.
    pub is_optional: bool,
    /// Whether it is granted.
    pub granted: Granted,
}

/// Whether something is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// It is.
    Yes,
    /// At least some people have agreed to it for themselves, and others may have, too.
    ForSome,
    /// It is not.
    No,
    /// It is not, and nothing is missing without it.
    Optional,
    /// That cannot be told.
    Unknown,
}

/// A role of which nothing assigns a new guest to our application, although it lets in only who is assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnassignedRole {
    /// On items of which kind; `None` for all that no setting names.
    pub kind: Option<KindName>,
    /// The role.
    pub role: RoleName,
}

/// A mail of ours as it reads, about nothing real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPreview {
    /// In which language.
    pub language: Language,
    /// Its subject.
    pub subject: String,
    /// Its text, without markup.
    pub text: String,
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
    /// What Microsoft has granted; of the section about permissions only.
    pub permissions: Option<PermissionReport>,
    /// The roles that assign nobody to our application, where it lets in nobody else; of the section about what roles bring only.
    pub unassigned: Vec<UnassignedRole>,
    /// Where people may land by what is in force; of the section about that only.
    pub landing: Option<Vec<LandingLine>>,
    /// How the pages look by what is in force; of the section about that only.
    pub look: Option<LookPreview>,
    /// How the mail in force reads, in every language; of the section about our own mail only.
    pub mails: Vec<MailPreview>,
    /// What others have changed meanwhile.
    pub changed_since: Option<ChangedSince>,
    /// Who changed the settings last, without what; `None` before the first change.
    pub last: Option<SettingsVersion>,
}

/// What is said of a form while it is being filled in. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionCheck {
    /// What makes no sense.
    pub wrong: Vec<FieldProblem>,
    /// What it would change; nothing where something makes no sense.
    pub changes: Vec<SettingChange>,
    /// How the mail would read, in the languages that change; of the section about our own mail only.
    pub mails: Vec<MailPreview>,
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
    /// How the mail will read, in the languages that change; of the section about our own mail only.
    pub mails: Vec<MailPreview>,
    /// How the pages will look; of the section about that only.
    pub look: Option<LookPreview>,
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

/// The result of a settings form that came with a picture for the mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkAnswer {
    /// It is kept, and the form was sent with it.
    Taken(SettingsAnswer),
    /// It cannot be the mark, for this reason; the form with what was typed.
    Refused(DraftId, ProblemCode),
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
    /// Why the directory did not say whether what the version names of it is there and can work: it can be restored without that.
    pub unanswered: Option<Problem>,
    /// Whether it had another secret, such as a password, which does not come back: the present one stays.
    pub keeps_secrets: bool,
    /// Parts that stay as they are: they would need a secret that is in no version.
    pub kept: Vec<SectionName>,
    /// The reason that was typed before.
    pub reason: String,
    /// Why restoring was refused.
    pub problem: Option<Problem>,
    /// The names of all sections, in their order.
    pub sections: Vec<SectionName>,
}
