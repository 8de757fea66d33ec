//! Stored rows and JSON columns: reading them back, and what it means when that fails.

use serde::Serialize;
use serde::de::DeserializeOwned;
use storage::StorageError;
use thiserror::Error;

use crate::settings::SettingsError;

/// Something stored cannot be read back, or cannot be written as it should be; the text says which kind of row.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("a stored {0} cannot be read")]
pub(crate) struct CorruptRow(pub(crate) &'static str);

/// Why something stored could not be loaded or changed.
#[derive(Debug, Error)]
pub(crate) enum StoredError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// What is stored makes no sense.
    #[error(transparent)]
    Corrupt(#[from] CorruptRow),
}

impl StoredError {
    /// Whether the same may succeed later. What cannot be read now cannot be read tomorrow; of everything else a database may recover.
    pub(crate) const fn is_transient(&self) -> bool {
        match self {
            Self::Storage(error) | Self::Settings(SettingsError::Storage(error)) => {
                !matches!(error, StorageError::Corrupt(_))
            }
            Self::Settings(_) | Self::Corrupt(_) => false,
        }
    }
}

/// The text of a JSON column. An error, not an empty text, where it cannot be written: what is stored must be readable.
pub(crate) fn to_json(row: &'static str, value: &impl Serialize) -> Result<String, CorruptRow> {
    serde_json::to_string(value).map_err(|_| CorruptRow(row))
}

/// Reads a JSON column.
pub(crate) fn from_json<T: DeserializeOwned>(row: &'static str, text: &str) -> Result<T, CorruptRow> {
    serde_json::from_str(text).map_err(|_| CorruptRow(row))
}
