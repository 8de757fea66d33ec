//! The rate limit of a person: a token bucket, stored as the one moment at which it is full again (the "generic cell rate algorithm" of
//! ITU-T I.371). It is in the database because several processes serve the same person.

use sqlx::{query, query_scalar};

use crate::{Storage, StorageError, Tx};

/// How often a person may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// After this time one more is allowed, in milliseconds.
    pub interval: i64,
    /// How many are allowed at once when the bucket is full.
    pub burst: i64,
}

/// Takes `count` from the bucket. False when it is empty. While it holds one, `count` may be larger than what it holds: the next call then waits
/// longer. `now` is in unix milliseconds.
pub async fn take(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    limit: RateLimit,
    count: i64,
    now: i64,
) -> Result<bool, StorageError> {
    let taken = execute!(
        tx,
        query(
            "INSERT INTO paces (tenant, user_id, full_at) VALUES ($1, $2, $3 + $4)
             ON CONFLICT (tenant, user_id) DO UPDATE
             SET full_at = $4 + CASE WHEN paces.full_at > $3 THEN paces.full_at ELSE $3 END
             WHERE paces.full_at <= $5",
        )
        .bind(tenant)
        .bind(user)
        .bind(now)
        .bind(limit.interval * count)
        .bind(now + limit.interval * (limit.burst - 1))
    )?;
    Ok(taken == 1)
}

/// Whether the bucket holds at least one.
pub async fn has_left(
    storage: &Storage,
    tenant: &str,
    user: &str,
    limit: RateLimit,
    now: i64,
) -> Result<bool, StorageError> {
    let full: i64 = fetch!(storage, on => query_scalar(
        "SELECT COUNT(*) FROM paces WHERE tenant = $1 AND user_id = $2 AND full_at > $3",
    )
    .bind(tenant)
    .bind(user)
    .bind(now + limit.interval * (limit.burst - 1))
    .fetch_one(on))?;
    Ok(full == 0)
}

/// Deletes the buckets that are full again. Returns how many.
pub async fn delete_full(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM paces WHERE full_at <= $1").bind(now))
}
