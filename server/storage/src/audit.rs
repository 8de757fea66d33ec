//! The audit log: only ever added to, each entry chained to the one before it.

use std::fmt;
use std::str::FromStr;

use serde_json::json;
use sqlx::{query, query_as};
use thiserror::Error;

use crate::column::hex;
use crate::storage::Dialects;
use crate::{DbError, Storage, StorageError, Tx};

mod chain;
mod keys;
mod verify;

pub use keys::{AuditKey, AuditKeys};
pub use verify::{ChainFault, ChainStatus, verify};

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
    /// HMAC over all of the above; SHA-256 for an entry from before there were keys.
    pub hash: Vec<u8>,
    /// The id of the key; none for an entry from before there were keys.
    pub key_id: Option<String>,
}

from_row!(AuditRow {
    seq,
    at,
    tenant,
    actor,
    actor_name,
    action,
    subject,
    detail,
    previous_hash,
    hash,
    key_id
});

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
    /// The id of the key that its MAC is made with; none for a chain without keys.
    pub key_id: Option<String>,
}

from_row!(HeadRow { seq, hash, key_id });

/// `seq:hash`, to be noted elsewhere.
impl fmt::Display for HeadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, hex(&self.hash))
    }
}

impl fmt::Debug for HeadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeadRow({self})")
    }
}

/// A place in the chain as it was noted: `seq:hash`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedHead {
    seq: i64,
    hash: String,
}

/// A text is no noted place.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("give the place as the log notes it: a number, a colon, and 64 digits and letters from a to f")]
pub struct ParseNotedHeadError;

impl FromStr for NotedHead {
    type Err = ParseNotedHeadError;

    fn from_str(text: &str) -> Result<Self, ParseNotedHeadError> {
        let (seq, hash) = text.trim().split_once(':').ok_or(ParseNotedHeadError)?;
        let seq = seq.parse().ok().filter(|seq| *seq >= 0).ok_or(ParseNotedHeadError)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        if is_hash { Ok(Self { seq, hash: hash.to_ascii_lowercase() }) } else { Err(ParseNotedHeadError) }
    }
}

/// Whether the chain has the entry that was noted.
pub async fn passes_through(storage: &Storage, noted: &NotedHead) -> Result<bool, StorageError> {
    if noted.seq == 0 {
        return Ok(noted.hash == hex(&chain::GENESIS_HASH));
    }
    let found = list(storage, noted.seq - 1, 1).await?;
    Ok(found.first().is_some_and(|row| row.seq == noted.seq && hex(&row.hash) == noted.hash))
}

/// Adds an entry, as [`append_all`].
pub async fn append(tx: &mut Tx, entry: &NewEntry) -> Result<AuditRow, StorageError> {
    let mut rows = append_all(tx, std::slice::from_ref(entry)).await?;
    rows.pop().ok_or(StorageError::NotFound)
}

/// Adds entries, in this order. Do it last in a transaction: from here to the commit nobody else can add one. A chain that has a key takes no entry
/// without. Three statements, however many entries there are.
pub async fn append_all(tx: &mut Tx, entries: &[NewEntry]) -> Result<Vec<AuditRow>, StorageError> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    // The update takes the row, so on PostgreSQL the next writer reads the head that this one leaves.
    let head: HeadRow = fetch_in_tx!(tx, on => query_as(
        "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash, key_id",
    )
    .fetch_one(on))?;
    let keys = tx.audit_keys();
    if head.key_id.is_some() && keys.is_none() {
        return Err(DbError::new("the audit chain has a key, and this program was given none").into());
    }
    let key = keys.as_deref().map(AuditKeys::current);
    let mut rows: Vec<AuditRow> = Vec::with_capacity(entries.len());
    let (mut seq, mut hash) = (head.seq, head.hash);
    for entry in entries {
        let row = chain::link(entry, seq + 1, hash, key);
        (seq, hash) = (row.seq, row.hash.clone());
        rows.push(row);
    }
    insert(tx, &rows).await?;
    let mac = key.map(|key| key.sign(&chain::head_fields(&seq.to_be_bytes(), &hash)));
    execute!(
        tx,
        query("UPDATE audit_head SET seq = $1, hash = $2, key_id = $3, mac = $4 WHERE id = 1")
            .bind(seq)
            .bind(&hash)
            .bind(key.map(AuditKey::id))
            .bind(mac)
    )?;
    Ok(rows)
}

const INSERT: Dialects = from_rows!(
    "INSERT INTO audit (seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash, key_id)
     SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), value ->> 2, value ->> 3, value ->> 4, value ->> 5,
            value ->> 6, value ->> 7, unhex(value ->> 8), unhex(value ->> 9), value ->> 10",
    "INSERT INTO audit (seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash, key_id)
     SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), value ->> 2, value ->> 3, value ->> 4, value ->> 5,
            value ->> 6, value ->> 7, decode(value ->> 8, 'hex'), decode(value ->> 9, 'hex'), value ->> 10",
    ""
);

async fn insert(tx: &mut Tx, rows: &[AuditRow]) -> Result<(), StorageError> {
    let row = |row: &AuditRow| {
        json!([
            row.seq,
            row.at,
            row.tenant,
            row.actor,
            row.actor_name,
            row.action,
            row.subject,
            row.detail,
            hex(&row.previous_hash),
            hex(&row.hash),
            row.key_id
        ])
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    let text = tx.sql_for(INSERT);
    execute!(tx, query(text).bind(json!(rows).to_string())).map(drop)
}

/// Whether the end of the chain is kept by the current key. If not, the next entry anchors what is there: it should be written at once.
pub async fn is_anchored(storage: &Storage) -> Result<bool, StorageError> {
    let Some(keys) = storage.audit_keys() else { return Ok(true) };
    let head = head(storage).await?;
    Ok(head.seq == 0 || head.key_id.as_deref() == Some(keys.current().id()))
}

/// The end of the chain.
pub async fn head(storage: &Storage) -> Result<HeadRow, StorageError> {
    fetch!(storage, on => query_as("SELECT seq, hash, key_id FROM audit_head WHERE id = 1").fetch_one(on))
}

/// Entries after this place, oldest first.
pub async fn list(storage: &Storage, after_seq: i64, limit: i64) -> Result<Vec<AuditRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash, key_id
         FROM audit
         WHERE seq > $1 ORDER BY seq LIMIT $2 + 0",
    )
    .bind(after_seq)
    .bind(limit)
    .fetch_all(on))
}

/// Everything about one subject, oldest first.
pub async fn of_subject(storage: &Storage, subject: &str) -> Result<Vec<AuditRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash, key_id
         FROM audit
         WHERE subject = $1 ORDER BY seq",
    )
    .bind(subject)
    .fetch_all(on))
}
