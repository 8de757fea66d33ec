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
    /// Their name at that time; empty for versions of the first release.
    pub author: String,
    /// Why they did, in their words; may be empty.
    pub reason: String,
    /// The version whose settings this one restored, if it did.
    pub restored: Option<i64>,
    /// The settings, as JSON.
    pub document: String,
}

from_row!(SettingsRow { version, at, by: "changed_by", author, reason, restored, document });

/// The settings in force, once there are any.
pub async fn current(storage: &Storage) -> Result<Option<SettingsRow>, StorageError> {
    newer(storage, 0).await
}

/// The statement of [`newer`]. By the primary key: it finds nothing, and reads nothing, while there is no newer version.
const NEWER: &str = "SELECT version, at, changed_by, author, reason, restored, document FROM settings
     WHERE version > $1 ORDER BY version DESC LIMIT 1";

/// The settings in force, if they are newer than `version`.
pub async fn newer(storage: &Storage, version: i64) -> Result<Option<SettingsRow>, StorageError> {
    fetch!(storage, on => query_as(NEWER).bind(version).fetch_optional(on))
}

/// As [`newer`], as this transaction sees it.
pub async fn newer_in(tx: &mut Tx, version: i64) -> Result<Option<SettingsRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(NEWER).bind(version).fetch_optional(on))
}

/// One version, if there is one of this number.
pub async fn load(storage: &Storage, version: i64) -> Result<Option<SettingsRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT version, at, changed_by, author, reason, restored, document FROM settings WHERE version = $1",
    )
    .bind(version)
    .fetch_optional(on))
}

/// The versions before `before`, or all, newest first. By the primary key.
pub async fn history(
    storage: &Storage,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<SettingsRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT version, at, changed_by, author, reason, restored, document FROM settings
         WHERE version < $1 ORDER BY version DESC LIMIT $2 + 0",
    )
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(on))
}

/// Stores the version after `expected_version` (0: there were none), whatever `row.version` says. False when that one is not in force: somebody
/// else was faster.
pub async fn put(tx: &mut Tx, expected_version: i64, row: &SettingsRow) -> Result<bool, StorageError> {
    let stored = execute!(
        tx,
        query(
            "INSERT INTO settings (version, at, changed_by, document, author, reason, restored)
             SELECT $1 + 1, $2, $3, $4, $5, $6, $7 WHERE $1 = (SELECT COALESCE(MAX(version), 0) FROM settings)
             ON CONFLICT (version) DO NOTHING",
        )
        .bind(expected_version)
        .bind(row.at)
        .bind(&row.by)
        .bind(&row.document)
        .bind(&row.author)
        .bind(&row.reason)
        .bind(row.restored)
    )?;
    Ok(stored == 1)
}
