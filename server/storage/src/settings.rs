//! Settings that an administrator changes at run time: every version is kept.

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// One version of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsRow {
    /// Counts from one.
    pub version: i64,
    /// Since when, unix milliseconds.
    pub at: i64,
    /// Object id of whoever changed them.
    pub by: String,
    /// The settings, as JSON.
    pub document: String,
}

from_row!(SettingsRow { version, at, by: "changed_by", document });

/// The settings in force, once there are any.
pub async fn current(storage: &Storage) -> Result<Option<SettingsRow>, StorageError> {
    let newest = history(storage, 1).await?;
    Ok(newest.into_iter().next())
}

/// The versions there were, newest first.
pub async fn history(storage: &Storage, limit: i64) -> Result<Vec<SettingsRow>, StorageError> {
    read!(storage, on => query_as(
        "SELECT version, at, changed_by, document FROM settings ORDER BY version DESC LIMIT $1",
    )
    .bind(limit)
    .fetch_all(on))
}

/// Stores the version after `expected_version` (0: there were none), whatever `row.version` says. False when that one is not in force: somebody
/// else was faster.
pub async fn put(tx: &mut Tx, expected_version: i64, row: &SettingsRow) -> Result<bool, StorageError> {
    let stored = change!(
        tx,
        query(
            "INSERT INTO settings (version, at, changed_by, document)
             SELECT $1 + 1, $2, $3, $4 WHERE $1 = (SELECT COALESCE(MAX(version), 0) FROM settings)
             ON CONFLICT (version) DO NOTHING",
        )
        .bind(expected_version)
        .bind(row.at)
        .bind(&row.by)
        .bind(&row.document)
    )?;
    Ok(stored == 1)
}
