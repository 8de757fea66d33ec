//! What can go wrong with settings.

use contract::FieldProblem;
use storage::StorageError;
use thiserror::Error;

/// Why settings could not be read or changed.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// Somebody else changed them in between.
    #[error("the settings were changed by somebody else")]
    Outdated,
    /// The section makes no sense; the paths of the fields begin within it.
    #[error("settings refused: {0:?}")]
    Refused(Vec<FieldProblem>),
    /// There is no section of this name.
    #[error("there is no such section of the settings")]
    UnknownSection,
    /// What is stored is no settings document.
    #[error("stored settings cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}
