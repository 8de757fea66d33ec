//! The buckets of rate limits. Each is stored as the one moment at which it is full again, by the limit that was in force when something was taken
//! last; what follows from that is the back end's to say. They are in the database because several processes serve the same people.

use std::collections::HashMap;

use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// Which bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketKey<'a> {
    /// The limit.
    pub name: &'a str,
    /// The tenant; empty for somebody outside.
    pub tenant: &'a str,
    /// The person or the network; empty for the whole tenant.
    pub subject: &'a str,
}

/// What is known of a bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BucketRow {
    /// When it is full again, in unix milliseconds.
    pub full_at: i64,
    /// Until then a refusal has been noted, in unix milliseconds.
    pub noted_until: i64,
    /// One more after each of these, by the limit that `full_at` is about, in milliseconds. 0 where that is not known.
    pub interval_ms: i64,
    /// How many at once by that limit.
    pub burst: i64,
    /// When something was taken last, in unix milliseconds.
    pub taken_at: i64,
}

from_row!(BucketRow { full_at, noted_until, interval_ms, burst, taken_at });

/// Reads a bucket; the default is a full one.
pub async fn load(storage: &Storage, key: BucketKey<'_>) -> Result<BucketRow, StorageError> {
    let row: Option<BucketRow> = fetch!(storage, on => query_as(
        "SELECT full_at, noted_until, interval_ms, burst, taken_at FROM rate_limits
         WHERE name = $1 AND tenant = $2 AND subject = $3",
    )
    .bind(key.name)
    .bind(key.tenant)
    .bind(key.subject)
    .fetch_optional(on))?;
    Ok(row.unwrap_or_default())
}

struct NamedBucket {
    name: String,
    bucket: BucketRow,
}

from_row!(NamedBucket { name } in bucket);

const OF_PERSON: Dialects = in_list!(
    "SELECT name, full_at, noted_until, interval_ms, burst, taken_at FROM rate_limits WHERE name",
    " AND tenant = $2 AND subject IN ($3, '')"
);

/// Reads the buckets of these limits that a person has, or their whole tenant, by name; a full one is left out. No limit is one of a person and of a
/// tenant both. One statement.
pub async fn load_each(
    storage: &Storage,
    (tenant, user): (&str, &str),
    names: &[&str],
) -> Result<HashMap<String, BucketRow>, StorageError> {
    let names = serde_json::json!(names).to_string();
    let rows: Vec<NamedBucket> = fetch!(storage, on => query_as(storage.sql_for(OF_PERSON))
        .bind(&names)
        .bind(tenant)
        .bind(user)
        .fetch_all(on))?;
    Ok(rows.into_iter().map(|row| (row.name, row.bucket)).collect())
}

/// Reads a bucket, and nobody else can change it before this transaction ends, not even one that is not stored yet.
pub async fn lock(tx: &mut Tx, key: BucketKey<'_>) -> Result<BucketRow, StorageError> {
    fetch_in_tx!(tx, on => query_as(
        "INSERT INTO rate_limits (name, tenant, subject, full_at) VALUES ($1, $2, $3, 0)
         ON CONFLICT (name, tenant, subject) DO UPDATE SET full_at = rate_limits.full_at
         RETURNING full_at, noted_until, interval_ms, burst, taken_at",
    )
    .bind(key.name)
    .bind(key.tenant)
    .bind(key.subject)
    .fetch_one(on))
}

/// Stores a locked bucket.
pub async fn store(tx: &mut Tx, key: BucketKey<'_>, row: BucketRow) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "UPDATE rate_limits SET full_at = $4, noted_until = $5, interval_ms = $6, burst = $7, taken_at = $8
             WHERE name = $1 AND tenant = $2 AND subject = $3"
        )
        .bind(key.name)
        .bind(key.tenant)
        .bind(key.subject)
        .bind(row.full_at)
        .bind(row.noted_until)
        .bind(row.interval_ms)
        .bind(row.burst)
        .bind(row.taken_at)
    )
    .map(drop)
}

/// Deletes the buckets that are full again. Returns how many.
pub async fn delete_full(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM rate_limits WHERE full_at <= $1").bind(now))
}
