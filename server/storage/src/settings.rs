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
    newer(storage, 0).await
}

/// The statement of [`newer`]. By the primary key: it finds nothing, and reads nothing, while there is no newer version.
const NEWER: &str = "SELECT version, at, changed_by, document FROM settings
     WHERE version > $1 ORDER BY version DESC LIMIT 1";

/// The settings in force, if they are newer than `version`.
pub async fn newer(storage: &Storage, version: i64) -> Result<Option<SettingsRow>, StorageError> {
    fetch!(storage, on => query_as(NEWER).bind(version).fetch_optional(on))
}

/// As [`newer`], as this transaction sees it.
pub async fn newer_in(tx: &mut Tx, version: i64) -> Result<Option<SettingsRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(NEWER).bind(version).fetch_optional(on))
}

/// The versions there were, newest first.
pub async fn history(storage: &Storage, limit: i64) -> Result<Vec<SettingsRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT version, at, changed_by, document FROM settings ORDER BY version DESC LIMIT $1 + 0",
    )
    .bind(limit)
    .fetch_all(on))
}

/// Stores the version after `expected_version` (0: there were none), whatever `row.version` says. False when that one is not in force: somebody
/// else was faster.
pub async fn put(tx: &mut Tx, expected_version: i64, row: &SettingsRow) -> Result<bool, StorageError> {
    let stored = execute!(
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
