//! When the directory was last asked whether somebody who is signed in still has their account. One row a person: all of their sessions, and all
//! servers, share the answer.

use sqlx::query;

use crate::{StorageError, Tx};

/// What the directory last said. Times are in unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountCheckRow {
    /// When it said so.
    pub checked_at: i64,
    /// Whether the person is a guest.
    pub is_guest: bool,
    /// Until when another request may still be asking.
    pub asking_until: Option<i64>,
    /// After a failure: when to ask again.
    pub retry_at: Option<i64>,
}

from_row!(AccountCheckRow { checked_at, is_guest, asking_until, retry_at });

/// Times of a claim, in unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Now.
    pub now: i64,
    /// An answer from this time or before is too old.
    pub stale: i64,
    /// Until when the claim lasts.
    pub until: i64,
}

/// Nothing that is stored here lies further ahead: one minute, in milliseconds. What does is of a clock that was set back since.
const HORIZON_MS: i64 = 60_000;

/// Claims the next question about a person. False when the answer is not too old, when somebody else is asking, or when it is too soon after a
/// failure.
pub async fn claim(tx: &mut Tx, tenant: &str, user: &str, claim: Claim) -> Result<bool, StorageError> {
    let Claim { now, stale, until } = claim;
    // A session from before there were checks has no row.
    execute!(
        tx,
        query(
            "INSERT INTO account_checks (tenant, user_id, checked_at, is_guest) VALUES ($1, $2, 0, TRUE)
             ON CONFLICT (tenant, user_id) DO NOTHING",
        )
        .bind(tenant)
        .bind(user)
    )?;
    let claimed = execute!(
        tx,
        query(
            "UPDATE account_checks SET asking_until = $5 WHERE tenant = $1 AND user_id = $2
             AND (checked_at <= $4 OR checked_at > $3)
             AND (asking_until IS NULL OR asking_until <= $3 OR asking_until > $6)
             AND (retry_at IS NULL OR retry_at <= $3 OR retry_at > $6)",
        )
        .bind(tenant)
        .bind(user)
        .bind(now)
        .bind(stale)
        .bind(until)
        .bind(now + HORIZON_MS)
    )?;
    Ok(claimed == 1)
}

/// The account is there, and may sign in.
pub async fn confirm(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    is_guest: bool,
    now: i64,
) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "INSERT INTO account_checks (tenant, user_id, checked_at, is_guest) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant, user_id) DO UPDATE SET checked_at = excluded.checked_at,
             is_guest = excluded.is_guest, asking_until = NULL, retry_at = NULL",
        )
        .bind(tenant)
        .bind(user)
        .bind(now)
        .bind(is_guest)
    )
    .map(drop)
}

/// There was no answer: the next question waits until `retry_at`.
pub async fn fail(tx: &mut Tx, tenant: &str, user: &str, retry_at: i64) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "UPDATE account_checks SET asking_until = NULL, retry_at = $3 WHERE tenant = $1 AND user_id = $2"
        )
        .bind(tenant)
        .bind(user)
        .bind(retry_at)
    )
    .map(drop)
}

/// Forgets what was said of a person.
pub async fn delete(tx: &mut Tx, tenant: &str, user: &str) -> Result<(), StorageError> {
    execute!(
        tx,
        query("DELETE FROM account_checks WHERE tenant = $1 AND user_id = $2").bind(tenant).bind(user)
    )
    .map(drop)
}

/// Removes answers from before this time that no session needs; how many there were.
pub async fn delete_unused(tx: &mut Tx, before: i64) -> Result<u64, StorageError> {
    execute!(
        tx,
        query(
            "DELETE FROM account_checks WHERE checked_at < $1 AND NOT EXISTS (SELECT 1 FROM sessions
             WHERE sessions.tenant = account_checks.tenant AND sessions.user_id = account_checks.user_id)",
        )
        .bind(before)
    )
}
