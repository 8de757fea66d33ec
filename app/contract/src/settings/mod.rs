//! Settings, as an administrator sees and changes them.

mod field;
mod form;
mod value;
mod view;

pub use field::{FieldInput, ListEntry, PickFound, PickMatch, Picked, SettingsField};
pub use form::{FormEdit, ParseFormEditError, RestoreForm, SettingsForm, SettingsStep};
pub use value::{SettingPart, SettingUnit, SettingValue};
pub use view::{
    ChangedSince, Granted, HeldRole, MailPreview, PermissionReport, PermissionStatus, SectionCheck,
    SectionPage, SectionReview, SectionSummary, SettingChange, SettingsAnswer, SettingsHistory,
    SettingsOverview, SettingsVersion, UnassignedRole, VersionPage,
};
