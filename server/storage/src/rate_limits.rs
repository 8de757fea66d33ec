//! How fast a person goes on: a token bucket for each, as the one moment at which it is full again (the "generic cell rate algorithm" of
//! ITU-T I.371). Kept here, because several processes serve the same person.

use sqlx::{query, query_scalar};

use crate::{Storage, StorageError, Tx};

/// How fast somebody may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// One more after each of these, in milliseconds.
    pub interval: i64,
    /// How many at once, after a rest.
    pub burst: i64,
}

/// Takes `count`. False when there is none left; while there is one, more may be taken than there are, and the next waits so much longer.
/// `now` is in unix milliseconds.
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

/// Whether one could be taken.
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

/// Removes those that are full again; how many there were.
pub async fn delete_full(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM paces WHERE full_at <= $1").bind(now))
}
