//! Pictures that administrators have chosen as the mark, by their SHA-256.

use sqlx::{query, query_scalar};

use crate::{Storage, StorageError, Tx};

/// Keeps a picture at `at`, in unix milliseconds. One that is kept already is as new.
pub async fn keep(tx: &mut Tx, digest: &str, picture: &[u8], at: i64) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "INSERT INTO marks (digest, picture, kept_at) VALUES ($1, $2, $3)
             ON CONFLICT (digest) DO UPDATE SET kept_at = excluded.kept_at",
        )
        .bind(digest)
        .bind(picture)
        .bind(at)
    )
    .map(drop)
}

/// Forgets what was kept before `outdated` and what no version of the settings names; how many there were.
pub async fn forget_unused(tx: &mut Tx, outdated: i64) -> Result<u64, StorageError> {
    execute!(
        tx,
        query(
            "DELETE FROM marks WHERE kept_at < $1
             AND NOT EXISTS (SELECT 1 FROM settings WHERE document LIKE '%' || marks.digest || '%')",
        )
        .bind(outdated)
    )
}

/// The picture with this digest, if it is kept.
pub async fn load(storage: &Storage, digest: &str) -> Result<Option<Vec<u8>>, StorageError> {
    fetch!(storage, on => query_scalar("SELECT picture FROM marks WHERE digest = $1")
        .bind(digest)
        .fetch_optional(on))
}

/// Whether the picture with this digest is kept.
pub async fn is_kept(storage: &Storage, digest: &str) -> Result<bool, StorageError> {
    let count: i64 = fetch!(storage, on => query_scalar("SELECT COUNT(*) FROM marks WHERE digest = $1")
        .bind(digest)
        .fetch_one(on))?;
    Ok(count > 0)
}
