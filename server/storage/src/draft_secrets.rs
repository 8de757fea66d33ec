//! Secrets that were typed into a kept form: sealed before they come here, and beside the form, so that they go before it does.

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// Keeps the secret of this field beside a kept form, until `expires_at`, in unix milliseconds. It goes with the form at the latest.
pub async fn put(
    tx: &mut Tx,
    draft: &str,
    (name, sealed): (&str, &str),
    expires_at: i64,
) -> Result<(), StorageError> {
    execute!(
        tx,
        query("INSERT INTO draft_secrets (draft, name, sealed, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(draft)
            .bind(name)
            .bind(sealed)
            .bind(expires_at)
    )
    .map(drop)
}

/// The secrets beside a kept form whose time is not over: the names of their fields, and what was sealed, by name.
pub async fn of_draft(
    storage: &Storage,
    draft: &str,
    now: i64,
) -> Result<Vec<(String, String)>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT name, sealed FROM draft_secrets WHERE draft = $1 AND expires_at > $2 ORDER BY name",
    )
    .bind(draft)
    .bind(now)
    .fetch_all(on))
}

/// Removes the secrets beside a kept form; the form stays.
pub async fn delete(tx: &mut Tx, draft: &str) -> Result<(), StorageError> {
    execute!(tx, query("DELETE FROM draft_secrets WHERE draft = $1").bind(draft)).map(drop)
}

/// Removes the secrets whose time is over; how many there were.
pub async fn delete_expired(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM draft_secrets WHERE expires_at <= $1").bind(now))
}
