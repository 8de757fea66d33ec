//! The token vault's rows: sealed before they come here, refreshed by compare-and-swap.

use std::fmt;

use contract::InvitationState;
use sqlx::{query, query_as, query_scalar};

use crate::{Storage, StorageError, Tx};

/// A person's tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Tenant id.
    pub tenant: String,
    /// Object id.
    pub user: String,
    /// The tokens, sealed.
    pub sealed: Vec<u8>,
    /// Changes with every change of the tokens.
    pub version: i64,
    /// When the access token ends, unix milliseconds.
    pub access_expires_at: i64,
    /// When the tokens are to be deleted, unix milliseconds; set after sign-out while open steps need them.
    pub purge_at: Option<i64>,
}

from_row!(TokenRow { tenant, user: "user_id", sealed, version, access_expires_at, purge_at: "leave_at" });

impl fmt::Debug for TokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tenant, user, sealed: _, version, access_expires_at, purge_at } = self;
        f.debug_struct("TokenRow")
            .field("tenant", tenant)
            .field("user", user)
            .field("sealed", &"***")
            .field("version", version)
            .field("access_expires_at", access_expires_at)
            .field("purge_at", purge_at)
            .finish()
    }
}

/// A person's tokens.
pub async fn load(storage: &Storage, tenant: &str, user: &str) -> Result<Option<TokenRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT tenant, user_id, sealed, version, access_expires_at, leave_at FROM tokens
         WHERE tenant = $1 AND user_id = $2",
    )
    .bind(tenant)
    .bind(user)
    .fetch_optional(on))
}

/// Stores the tokens of a new sign-in. The version becomes the old one plus one, whatever `row` says, and the tokens are no longer due to be purged.
pub async fn put(tx: &mut Tx, row: &TokenRow) -> Result<(), StorageError> {
    execute!(
        tx,
        // The first version is a time: a number that was used before tokens were deleted never comes back, so a late refresh cannot match it.
        query(
            "INSERT INTO tokens (tenant, user_id, sealed, version, access_expires_at, sign_in) VALUES ($1, $2, $3, $4, $4, $4)
             ON CONFLICT (tenant, user_id) DO UPDATE SET sealed = excluded.sealed, version = tokens.version + 1,
             access_expires_at = excluded.access_expires_at, refreshing_until = NULL, leave_at = NULL, challenge = NULL,
             sign_in = tokens.version + 1",
        )
        .bind(&row.tenant)
        .bind(&row.user)
        .bind(&row.sealed)
        .bind(row.access_expires_at)
    )
    .map(drop)
}

/// The sign-in that the person's tokens are from: a number of its own for each, which a refresh does not change. 0 where there are no tokens, or where
/// they were stored before sign-ins were told apart.
pub async fn sign_in(storage: &Storage, tenant: &str, user: &str) -> Result<i64, StorageError> {
    let kept: Option<i64> =
        fetch!(storage, on => query_scalar(SIGN_IN).bind(tenant).bind(user).fetch_optional(on))?;
    Ok(kept.unwrap_or_default())
}

/// As [`sign_in`], as this transaction sees it.
pub async fn sign_in_in(tx: &mut Tx, tenant: &str, user: &str) -> Result<i64, StorageError> {
    let kept: Option<i64> =
        fetch_in_tx!(tx, on => query_scalar(SIGN_IN).bind(tenant).bind(user).fetch_optional(on))?;
    Ok(kept.unwrap_or_default())
}

const SIGN_IN: &str = "SELECT sign_in FROM tokens WHERE tenant = $1 AND user_id = $2";

/// Claims the refresh of this version, until `until`. False when another process has the claim, or when the version is no longer current.
pub async fn claim_refresh(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    version: i64,
    now: i64,
    until: i64,
) -> Result<bool, StorageError> {
    let claimed = execute!(
        tx,
        query(
            "UPDATE tokens SET refreshing_until = $5 WHERE tenant = $1 AND user_id = $2 AND version = $3
             AND (refreshing_until IS NULL OR refreshing_until <= $4)",
        )
        .bind(tenant)
        .bind(user)
        .bind(version)
        .bind(now)
        .bind(until)
    )?;
    Ok(claimed == 1)
}

/// Stores refreshed tokens in place of this version. False when the version is no longer current: another process has stored newer tokens.
pub async fn swap(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    version: i64,
    sealed: &[u8],
    access_expires_at: i64,
) -> Result<bool, StorageError> {
    let swapped = execute!(
        tx,
        query(
            "UPDATE tokens SET sealed = $4, access_expires_at = $5, version = version + 1, refreshing_until = NULL,
             challenge = NULL WHERE tenant = $1 AND user_id = $2 AND version = $3",
        )
        .bind(tenant)
        .bind(user)
        .bind(version)
        .bind(sealed)
        .bind(access_expires_at)
    )?;
    Ok(swapped == 1)
}

/// Stores the claims challenge that the authority or Graph answered this version with: the next sign-in must satisfy it.
pub async fn save_challenge(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    version: i64,
    claims: &str,
) -> Result<(), StorageError> {
    execute!(
        tx,
        query("UPDATE tokens SET challenge = $4 WHERE tenant = $1 AND user_id = $2 AND version = $3")
            .bind(tenant)
            .bind(user)
            .bind(version)
            .bind(claims)
    )
    .map(drop)
}

/// The claims challenge that the person's next sign-in must satisfy.
pub async fn challenge(storage: &Storage, tenant: &str, user: &str) -> Result<Option<String>, StorageError> {
    let kept: Option<Option<String>> = fetch!(storage, on => query_scalar(
        "SELECT challenge FROM tokens WHERE tenant = $1 AND user_id = $2",
    )
    .bind(tenant)
    .bind(user)
    .fetch_optional(on))?;
    Ok(kept.flatten())
}

/// Releases the claim on a refresh without new tokens, so that another process can try at once.
pub async fn release_refresh(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    version: i64,
) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "UPDATE tokens SET refreshing_until = NULL WHERE tenant = $1 AND user_id = $2 AND version = $3"
        )
        .bind(tenant)
        .bind(user)
        .bind(version)
    )
    .map(drop)
}

/// Locks a person's tokens until this transaction ends: no other transaction can delete them or rely on them meanwhile. False when there are none.
pub async fn lock(tx: &mut Tx, tenant: &str, user: &str) -> Result<bool, StorageError> {
    let text = tx.sql_for(for_update!("SELECT user_id FROM tokens WHERE tenant = $1 AND user_id = $2"));
    let held: Option<String> =
        fetch_in_tx!(tx, on => query_scalar(text).bind(tenant).bind(user).fetch_optional(on))?;
    Ok(held.is_some())
}

/// Deletes a person's tokens.
pub async fn delete(tx: &mut Tx, tenant: &str, user: &str) -> Result<(), StorageError> {
    execute!(tx, query("DELETE FROM tokens WHERE tenant = $1 AND user_id = $2").bind(tenant).bind(user))
        .map(drop)
}

/// A statement about the tokens of people without a session: of one person, or of all where `$1` is null. `$3` is now.
macro_rules! without_session {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " WHERE ($1 IS NULL OR (tenant = $1 AND user_id = $2)) AND NOT EXISTS (SELECT 1 FROM sessions
             WHERE sessions.tenant = tokens.tenant AND sessions.user_id = tokens.user_id AND sessions.expires_at > $3) ",
            $after
        )
    };
}

/// Deletes tokens of people without a session, of one person or of all: those that no open invitation needs, and those whose purge time has come.
/// The others get `purge_at` as their purge time, unless they have one already. Times are in unix milliseconds. Returns how many were deleted.
pub async fn purge(
    tx: &mut Tx,
    of: Option<(&str, &str)>,
    now: i64,
    purge_at: i64,
) -> Result<u64, StorageError> {
    let (tenant, user) = of.unzip();
    // On PostgreSQL a statement that waits for a row lock still sees all other rows as they were before it waited. So this one waits for the
    // locks, and the next one reads.
    let held =
        tx.sql_for(for_update!(without_session!("SELECT user_id FROM tokens", "ORDER BY tenant, user_id")));
    let _: Vec<String> =
        fetch_in_tx!(tx, on => query_scalar(held).bind(tenant).bind(user).bind(now).fetch_all(on))?;
    let deleted = execute!(
        tx,
        query(without_session!(
            "DELETE FROM tokens",
            "AND (leave_at <= $3 OR NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.tenant = tokens.tenant
             AND invitations.inviter = tokens.user_id AND invitations.put_away_at IS NULL AND invitations.state IN ($4, $5)))"
        ))
        .bind(tenant)
        .bind(user)
        .bind(now)
        .bind(InvitationState::Working.as_str())
        .bind(InvitationState::Waiting.as_str())
    )?;
    execute!(
        tx,
        query(without_session!("UPDATE tokens SET leave_at = $4", "AND leave_at IS NULL"))
            .bind(tenant)
            .bind(user)
            .bind(now)
            .bind(purge_at)
    )?;
    Ok(deleted)
}
