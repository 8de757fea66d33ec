//! Secrets among the settings, such as the mail server's password: sealed before they come here. Only the newest of each is kept.

use std::fmt;

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// A secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SettingSecretRow {
    /// The section and the field that it belongs to, such as `smtp.password`.
    pub name: String,
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// The version of the settings that it was set with, which says the same.
    pub generation: i64,
    /// Since when, unix milliseconds.
    pub at: i64,
    /// Object id of whoever set it.
    pub by: String,
}

from_row!(SettingSecretRow { name, sealed, generation, at: "changed_at", by: "changed_by" });

impl fmt::Debug for SettingSecretRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, sealed: _, generation, at, by } = self;
        f.debug_struct("SettingSecretRow")
            .field("name", name)
            .field("sealed", &"***")
            .field("generation", generation)
            .field("at", at)
            .field("by", by)
            .finish()
    }
}

/// The secret of this name, if there is one.
pub async fn load(storage: &Storage, name: &str) -> Result<Option<SettingSecretRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT name, sealed, generation, changed_at, changed_by FROM setting_secrets WHERE name = $1",
    )
    .bind(name)
    .fetch_optional(on))
}

const ALL: &str =
    "SELECT name, sealed, generation, changed_at, changed_by FROM setting_secrets ORDER BY name";

/// All secrets, by name.
pub async fn all(storage: &Storage) -> Result<Vec<SettingSecretRow>, StorageError> {
    fetch!(storage, on => query_as(ALL).fetch_all(on))
}

/// As [`all`], as this transaction sees them.
pub async fn all_in(tx: &mut Tx) -> Result<Vec<SettingSecretRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(ALL).fetch_all(on))
}

/// Stores the same secret, sealed anew. False if it is another one by now.
pub async fn replace_sealed(
    tx: &mut Tx,
    name: &str,
    sealed: &[u8],
    anew: &[u8],
) -> Result<bool, StorageError> {
    let replaced = execute!(
        tx,
        query("UPDATE setting_secrets SET sealed = $3 WHERE name = $1 AND sealed = $2")
            .bind(name)
            .bind(sealed)
            .bind(anew)
    )?;
    Ok(replaced == 1)
}

/// Stores a secret in the place of the one of its name.
pub async fn put(tx: &mut Tx, row: &SettingSecretRow) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "INSERT INTO setting_secrets (name, sealed, generation, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, generation = excluded.generation,
             changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        )
        .bind(&row.name)
        .bind(&row.sealed)
        .bind(row.generation)
        .bind(row.at)
        .bind(&row.by)
    )
    .map(drop)
}

/// Deletes a secret.
pub async fn delete(tx: &mut Tx, name: &str) -> Result<(), StorageError> {
    execute!(tx, query("DELETE FROM setting_secrets WHERE name = $1").bind(name)).map(drop)
}
