//! Settings: what an administrator changes at run time. Stored, versioned, audited.

mod document;

use contract::{ItemId, KindName, RoleName};
use serde_json::json;
use storage::{Storage, StorageError, items, settings};
use thiserror::Error;

use crate::audit::{self, Action, Actor};
pub use document::{Kind, Settings};

/// Why settings could not be read or changed.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// Somebody else changed them in between.
    #[error("the settings were changed by somebody else")]
    Outdated,
    /// The document makes no sense.
    #[error("settings refused: {0}")]
    Refused(&'static str),
    /// What is stored is no settings document.
    #[error("stored settings cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The settings in force, with their version; version 0 is what Vestibule starts with.
pub async fn current(storage: &Storage) -> Result<(i64, Settings), SettingsError> {
    let Some(row) = settings::current(storage).await? else {
        return Ok((0, Settings::default()));
    };
    let document = serde_json::from_str(&row.document).map_err(SettingsError::Unreadable)?;
    Ok((row.version, document))
}

/// The roles that there are on an item, weakest first; none on one that is not there.
pub(crate) async fn roles_of(storage: &Storage, item: &ItemId) -> Result<Vec<RoleName>, SettingsError> {
    let item = items::load(storage, item.as_str()).await?;
    let kind = item.and_then(|item| KindName::parse(&item.kind).ok());
    let (_, settings) = current(storage).await?;
    Ok(kind.map(|kind| settings.roles_of(&kind).to_vec()).unwrap_or_default())
}

/// Puts new settings in the place of version `expected`, and says so in the audit chain. `at` is in unix milliseconds.
pub async fn change(
    storage: &Storage,
    actor: Actor<'_>,
    at: i64,
    expected: i64,
    new: &Settings,
) -> Result<i64, SettingsError> {
    new.check().map_err(SettingsError::Refused)?;
    let version = expected + 1;
    let document = serde_json::to_string(new).map_err(SettingsError::Unreadable)?;
    let row = settings::SettingsRow { version, at, by: actor.user.to_owned(), document };
    let mut tx = storage.begin().await?;
    if !settings::put(&mut tx, expected, &row).await? {
        return Err(SettingsError::Outdated);
    }
    audit::append(&mut tx, at, actor, Action::SettingChanged, "settings", json!({ "version": version }))
        .await?;
    tx.commit().await?;
    Ok(version)
}
