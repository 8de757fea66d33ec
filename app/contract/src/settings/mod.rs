//! Settings, as an administrator sees and changes them.

mod field;
mod form;
mod landing;
mod look;
mod needed_role;
mod value;
mod view;

pub use field::{FieldInput, ListEntry, PickFound, PickMatch, Picked, SettingsField};
pub use form::{FormEdit, ParseFormEditError, RestoreForm, SettingsForm, SettingsStep};
pub use landing::{LandingLine, LandingStanding};
pub use look::{AccentPreview, AccentTones, Look, LookPreview, UploadedMark};
pub use needed_role::{NeededRole, RoleScope};
pub use value::{SettingPart, SettingUnit, SettingValue};
pub use view::{
    ChangedSince, Granted, HeldRole, MailPreview, MarkAnswer, PermissionReport, PermissionStatus,
    SectionCheck, SectionPage, SectionReview, SectionSummary, SettingChange, SettingsAnswer, SettingsHistory,
    SettingsOverview, SettingsVersion, UnassignedRole, VersionPage,
};
