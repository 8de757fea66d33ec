//! Browser sessions: ids, claims and form state, never a token.

use std::fmt;

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx, person};

/// A session.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// What the cookie stands for. A secret.
    pub id: String,
    /// Names the session to ourselves; never sent.
    pub key: String,
    /// Tenant id and object id of whoever is signed in.
    pub person: Option<(String, String)>,
    /// The session's contents.
    pub data: Vec<u8>,
    /// When it ends, unix milliseconds.
    pub expires_at: i64,
}

impl fmt::Debug for SessionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id: _, key, person, data: _, expires_at } = self;
        f.debug_struct("SessionRow")
            .field("id", &"***")
            .field("key", key)
            .field("person", person)
            .field("data", &"***")
            .field("expires_at", expires_at)
            .finish()
    }
}

struct Columns {
    id: String,
    key: String,
    tenant: Option<String>,
    user_id: Option<String>,
    data: Vec<u8>,
    expires_at: i64,
}

from_row!(Columns { id, key, tenant, user_id, data, expires_at });

impl From<Columns> for SessionRow {
    fn from(columns: Columns) -> Self {
        let Columns { id, key, tenant, user_id, data, expires_at } = columns;
        Self { id, key, person: person::from_columns(tenant, user_id), data, expires_at }
    }
}

/// The session with this id, unless it has ended.
pub async fn load(storage: &Storage, id: &str, now: i64) -> Result<Option<SessionRow>, StorageError> {
    let row: Option<Columns> = fetch!(storage, on => query_as(
        "SELECT id, key, tenant, user_id, data, expires_at FROM sessions WHERE id = $1 AND expires_at > $2",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(on))?;
    Ok(row.map(SessionRow::from))
}

/// The session with this key, unless it has ended.
pub async fn by_key(tx: &mut Tx, key: &str, now: i64) -> Result<Option<SessionRow>, StorageError> {
    let row: Option<Columns> = fetch_in_tx!(tx, on => query_as(
        "SELECT id, key, tenant, user_id, data, expires_at FROM sessions WHERE key = $1 AND expires_at > $2",
    )
    .bind(key)
    .bind(now)
    .fetch_optional(on))?;
    Ok(row.map(SessionRow::from))
}

/// Stores a new session. False when the id is taken.
pub async fn create(tx: &mut Tx, row: &SessionRow) -> Result<bool, StorageError> {
    let (tenant, user) = person::to_columns(&row.person);
    let created = execute!(
        tx,
        query(
            "INSERT INTO sessions (id, key, tenant, user_id, data, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.key)
        .bind(tenant)
        .bind(user)
        .bind(&row.data)
        .bind(row.expires_at)
    )?;
    Ok(created == 1)
}

/// Changes a session. False when it is gone: one that was signed out elsewhere must not come back.
pub async fn save(tx: &mut Tx, row: &SessionRow) -> Result<bool, StorageError> {
    let (tenant, user) = person::to_columns(&row.person);
    let saved = execute!(
        tx,
        query(
            "UPDATE sessions SET key = $2, tenant = $3, user_id = $4, data = $5, expires_at = $6 WHERE id = $1",
        )
        .bind(&row.id)
        .bind(&row.key)
        .bind(tenant)
        .bind(user)
        .bind(&row.data)
        .bind(row.expires_at)
    )?;
    Ok(saved == 1)
}

/// Ends a session by its id.
pub async fn delete(tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    execute!(tx, query("DELETE FROM sessions WHERE id = $1").bind(id)).map(drop)
}

/// Ends a session by its key. False when there was none.
pub async fn delete_by_key(tx: &mut Tx, key: &str) -> Result<bool, StorageError> {
    Ok(execute!(tx, query("DELETE FROM sessions WHERE key = $1").bind(key))? > 0)
}

/// Ends all sessions of a person; how many there were.
pub async fn delete_of_person(tx: &mut Tx, tenant: &str, user: &str) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM sessions WHERE tenant = $1 AND user_id = $2").bind(tenant).bind(user))
}

/// Removes sessions that have ended; how many there were.
pub async fn delete_expired(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM sessions WHERE expires_at <= $1").bind(now))
}
