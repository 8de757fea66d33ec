//! The browser sessions of people: ids and claims, never a token.

use std::fmt;

use contract::{EntraUserId, TenantId};
use sqlx::{query, query_as};

use crate::account_checks::AccountCheckRow;
use crate::{Storage, StorageError, Tx};

/// A session.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// What the cookie stands for. A secret.
    pub id: String,
    /// Names the session to ourselves; never sent. Tabs that sign in at the same time have sessions of one key.
    pub key: String,
    /// The tenant that signed the person in.
    pub tenant: TenantId,
    /// The person.
    pub user: EntraUserId,
    /// The session's contents.
    pub data: Vec<u8>,
    /// When it ends, unix milliseconds.
    pub expires_at: i64,
}

impl fmt::Debug for SessionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id: _, key, tenant, user, data: _, expires_at } = self;
        f.debug_struct("SessionRow")
            .field("id", &"***")
            .field("key", key)
            .field("tenant", tenant)
            .field("user", user)
            .field("data", &"***")
            .field("expires_at", expires_at)
            .finish()
    }
}

from_row!(SessionRow { id, key, tenant => text, user: "user_id" => text, data, expires_at });

/// A session, with what the directory last said of the person's account, and whether Microsoft blocks the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSession {
    /// The session.
    pub session: SessionRow,
    /// When the account was checked; `None` in a session from before there were checks.
    pub check: Option<AccountCheckRow>,
    /// Since when Microsoft has taken no invitations of the tenant, unix milliseconds.
    pub blocked_since: Option<i64>,
}

from_row!(CheckedSession { blocked_since } in session maybe check: "checked_user");

/// The statement of [`load`]: every request of somebody signed in runs it, and no other for the session.
pub(crate) const LOAD: &str = "SELECT sessions.id, key, sessions.tenant, sessions.user_id, data, expires_at,
     account_checks.user_id AS checked_user, checked_at, is_guest, asking_until, retry_at, blocks.since AS blocked_since
     FROM sessions LEFT JOIN account_checks
     ON account_checks.tenant = sessions.tenant AND account_checks.user_id = sessions.user_id
     LEFT JOIN blocks ON blocks.tenant = sessions.tenant
     WHERE sessions.id = $1 AND expires_at > $2";

/// The session with this id, unless it has ended.
pub async fn load(storage: &Storage, id: &str, now: i64) -> Result<Option<CheckedSession>, StorageError> {
    fetch!(storage, on => query_as(LOAD).bind(id).bind(now).fetch_optional(on))
}

/// One of the sessions with this key, unless they have ended.
pub async fn by_key(storage: &Storage, key: &str, now: i64) -> Result<Option<SessionRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT id, key, tenant, user_id, data, expires_at FROM sessions WHERE key = $1 AND expires_at > $2
         ORDER BY expires_at DESC LIMIT 1",
    )
    .bind(key)
    .bind(now)
    .fetch_optional(on))
}

/// Stores a new session. False when the id is taken.
pub async fn create(tx: &mut Tx, row: &SessionRow) -> Result<bool, StorageError> {
    let created = execute!(
        tx,
        query(
            "INSERT INTO sessions (id, key, tenant, user_id, data, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.key)
        .bind(row.tenant.as_str())
        .bind(row.user.as_str())
        .bind(&row.data)
        .bind(row.expires_at)
    )?;
    Ok(created == 1)
}

/// Changes a session's contents and its end. False when it is gone: one that was signed out elsewhere must not come back, and one that
/// [`end_by`] has given an end must not outlive it.
pub async fn save(tx: &mut Tx, row: &SessionRow) -> Result<bool, StorageError> {
    let saved = execute!(
        tx,
        query(
            "UPDATE sessions SET data = $2, expires_at = CASE WHEN ends_by < $3 THEN ends_by ELSE $3 END WHERE id = $1",
        )
        .bind(&row.id)
        .bind(&row.data)
        .bind(row.expires_at)
    )?;
    Ok(saved == 1)
}

/// Gives a session an end, unix milliseconds, that nothing can put off.
pub async fn end_by(tx: &mut Tx, id: &str, at: i64) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "UPDATE sessions SET ends_by = $2, expires_at = CASE WHEN expires_at < $2 THEN expires_at ELSE $2 END
             WHERE id = $1",
        )
        .bind(id)
        .bind(at)
    )
    .map(drop)
}

/// Ends a session by its id.
pub async fn delete(tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    execute!(tx, query("DELETE FROM sessions WHERE id = $1").bind(id)).map(drop)
}

/// Ends the sessions with a key. False when there was none.
pub async fn delete_by_key(tx: &mut Tx, key: &str) -> Result<bool, StorageError> {
    Ok(execute!(tx, query("DELETE FROM sessions WHERE key = $1").bind(key))? > 0)
}

/// Ends all sessions of a person; how many there were.
pub async fn delete_of_person(tx: &mut Tx, tenant: &str, user: &str) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM sessions WHERE tenant = $1 AND user_id = $2").bind(tenant).bind(user))
}

/// The tenants in which somebody of this object id has sessions. One, unless the installation has changed its tenant within a day.
pub async fn tenants_of(tx: &mut Tx, user: &EntraUserId) -> Result<Vec<TenantId>, StorageError> {
    let rows: Vec<TenantColumn> = fetch_in_tx!(tx, on => query_as(
        "SELECT DISTINCT tenant FROM sessions WHERE user_id = $1 ORDER BY tenant",
    )
    .bind(user.as_str())
    .fetch_all(on))?;
    Ok(rows.into_iter().map(|TenantColumn { tenant }| tenant).collect())
}

struct TenantColumn {
    tenant: TenantId,
}

from_row!(TenantColumn { tenant => text });

/// Somebody whose session is about to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingRow {
    /// Tenant id.
    pub tenant: String,
    /// Object id.
    pub user_id: String,
    /// Their name; empty if it is not known.
    pub name: String,
}

from_row!(EndingRow { tenant, user_id, name });

/// Whose sessions have run out, and not been removed yet.
pub async fn expired(tx: &mut Tx, now: i64) -> Result<Vec<EndingRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(
        "SELECT sessions.tenant AS tenant, sessions.user_id AS user_id, COALESCE(people.name, '') AS name
         FROM sessions LEFT JOIN people ON people.tenant = sessions.tenant AND people.user_id = sessions.user_id
         WHERE sessions.expires_at <= $1 AND sessions.user_id IS NOT NULL ORDER BY sessions.id",
    )
    .bind(now)
    .fetch_all(on))
}

/// Whose sessions have this key and have not ended.
pub async fn of_key(tx: &mut Tx, key: &str, now: i64) -> Result<Vec<EndingRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(
        "SELECT sessions.tenant AS tenant, sessions.user_id AS user_id, COALESCE(people.name, '') AS name
         FROM sessions LEFT JOIN people ON people.tenant = sessions.tenant AND people.user_id = sessions.user_id
         WHERE sessions.key = $1 AND sessions.expires_at > $2 ORDER BY sessions.id",
    )
    .bind(key)
    .bind(now)
    .fetch_all(on))
}

/// Removes sessions that have ended; how many there were.
pub async fn delete_expired(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM sessions WHERE expires_at <= $1").bind(now))
}
