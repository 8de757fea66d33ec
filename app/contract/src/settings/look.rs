//! How the pages look by the settings.

use super::form::SettingsForm;
use crate::LocalPath;

/// How the pages look by the settings in force. What is not set is Vestibule's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The product's name.
    pub name: Option<String>,
    /// The address of the mark.
    pub mark: Option<LocalPath>,
    /// The address of the style sheet with the accent.
    pub style: Option<LocalPath>,
}

/// How the pages would look, below the form that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookPreview {
    /// The address of the mark.
    pub mark: Option<LocalPath>,
    /// The accent and its tones.
    pub accent: Option<AccentPreview>,
}

/// An accent as it will be; each colour as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccentPreview {
    /// On light pages.
    pub light: AccentTones,
    /// On dark pages.
    pub dark: AccentTones,
    /// Whether the chosen colour could not be read as it is, so that light pages have a darker tone of it.
    pub is_corrected: bool,
}

/// The tones of an accent that a sample shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccentTones {
    /// The page itself.
    pub page: String,
    /// Of buttons.
    pub button: String,
    /// Of what is written on buttons.
    pub on_button: String,
    /// Of links.
    pub text: String,
}

/// A picture that an administrator has chosen as the mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedMark {
    /// The section's form, with what was typed beside the picture.
    pub form: SettingsForm,
    /// The file.
    pub file: Vec<u8>,
}
