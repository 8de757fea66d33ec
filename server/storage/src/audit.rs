//! The audit log: only ever added to, each entry chained to the one before it.

use std::fmt;

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

mod chain;
mod verify;

pub use verify::{ChainStatus, verify};

/// An entry as it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When, unix milliseconds.
    pub at: i64,
    /// Tenant id.
    pub tenant: String,
    /// Object id of whoever did it.
    pub actor: String,
    /// Their name.
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The details, as JSON, without secrets.
    pub detail: String,
}

/// An entry of the chain.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place, from one, without gaps.
    pub seq: i64,
    /// When, unix milliseconds.
    pub at: i64,
    /// Tenant id.
    pub tenant: String,
    /// Object id of whoever did it.
    pub actor: String,
    /// Their name.
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The details, as JSON.
    pub detail: String,
    /// The hash of the entry before; zeros for the first.
    pub previous_hash: Vec<u8>,
    /// SHA-256 over all of the above.
    pub hash: Vec<u8>,
}

from_row!(AuditRow { seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash });

impl fmt::Debug for AuditRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditRow")
            .field("seq", &self.seq)
            .field("at", &self.at)
            .field("actor", &self.actor)
            .field("action", &self.action)
            .field("subject", &self.subject)
            .field("detail", &self.detail)
            .finish_non_exhaustive()
    }
}

/// The end of the chain. Note it elsewhere: a chain that was rewritten from some entry on no longer contains it.
#[derive(Clone, PartialEq, Eq)]
pub struct HeadRow {
    /// The place of the last entry; 0 for an empty log.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

from_row!(HeadRow { seq, hash });

impl fmt::Debug for HeadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeadRow({})", self.seq)
    }
}

/// Adds an entry. Do it last in a transaction: from here to the commit nobody else can add one.
pub async fn append(tx: &mut Tx, entry: &NewEntry) -> Result<AuditRow, StorageError> {
    // The update takes the row, so on PostgreSQL the next writer reads the head that this one leaves.
    let head: HeadRow = fetch_in_tx!(tx, on => query_as(
        "UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash",
    )
    .fetch_one(on))?;
    let row = chain::link(entry, head.seq, head.hash);
    execute!(
        tx,
        query(
            "INSERT INTO audit (seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(row.seq)
        .bind(row.at)
        .bind(&row.tenant)
        .bind(&row.actor)
        .bind(&row.actor_name)
        .bind(&row.action)
        .bind(&row.subject)
        .bind(&row.detail)
        .bind(&row.previous_hash)
        .bind(&row.hash)
    )?;
    execute!(tx, query("UPDATE audit_head SET hash = $1 WHERE id = 1").bind(&row.hash))?;
    Ok(row)
}

/// The end of the chain.
pub async fn head(storage: &Storage) -> Result<HeadRow, StorageError> {
    fetch!(storage, on => query_as("SELECT seq, hash FROM audit_head WHERE id = 1").fetch_one(on))
}

/// Entries after this place, oldest first.
pub async fn list(storage: &Storage, after_seq: i64, limit: i64) -> Result<Vec<AuditRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash FROM audit
         WHERE seq > $1 ORDER BY seq LIMIT $2 + 0",
    )
    .bind(after_seq)
    .bind(limit)
    .fetch_all(on))
}

/// Everything about one subject, oldest first.
pub async fn of_subject(storage: &Storage, subject: &str) -> Result<Vec<AuditRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash FROM audit
         WHERE subject = $1 ORDER BY seq",
    )
    .bind(subject)
    .fetch_all(on))
}
