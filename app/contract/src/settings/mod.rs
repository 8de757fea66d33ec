//! Settings, as an administrator sees and changes them.

mod form;
mod view;

pub use form::{FormEdit, ParseFormEditError, RestoreForm, SettingsForm, SettingsStep};
pub use view::{
    ChangedSince, FieldInput, HeldRole, ListEntry, PickFound, PickMatch, Picked, SectionPage, SectionReview,
    SectionSummary, SettingChange, SettingPart, SettingUnit, SettingValue, SettingsAnswer, SettingsField,
    SettingsHistory, SettingsOverview, SettingsVersion, VersionPage,
};
