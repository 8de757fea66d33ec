//! Tenants whose invitations Microsoft blocks: known to every process, and still after a restart.

use contract::{EntraUserId, InvitationId, InvitationState, TenantId};
use sqlx::{query, query_as, query_scalar};

use crate::{Storage, StorageError, Tx};

/// Records that the tenant's invitations are blocked since `at`, in unix milliseconds. An invitation that was allowed to probe loses that right.
pub async fn block(tx: &mut Tx, tenant: &str, at: i64) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "INSERT INTO blocks (tenant, since) VALUES ($1, $2)
             ON CONFLICT (tenant) DO UPDATE SET probe = NULL",
        )
        .bind(tenant)
        .bind(at)
    )
    .map(drop)
}

/// Allows one invitation, and no other, to ask Microsoft again. False when the tenant is not blocked, or when another invitation that is still
/// being worked on has the right to probe.
pub async fn allow_probe(tx: &mut Tx, tenant: &str, invitation: &str) -> Result<bool, StorageError> {
    let taken = execute!(
        tx,
        query(
            "UPDATE blocks SET probe = $2 WHERE tenant = $1 AND (probe IS NULL OR probe = $2 OR NOT EXISTS
               (SELECT 1 FROM invitations WHERE invitations.id = blocks.probe AND state IN ($3, $4)))",
        )
        .bind(tenant)
        .bind(invitation)
        .bind(InvitationState::Working.as_str())
        .bind(InvitationState::Waiting.as_str())
    )?;
    Ok(taken == 1)
}

/// Ends the block if this invitation was the one that probes. False if it was not.
pub async fn clear(tx: &mut Tx, tenant: &str, invitation: &str) -> Result<bool, StorageError> {
    let lifted = execute!(
        tx,
        query("DELETE FROM blocks WHERE tenant = $1 AND probe = $2").bind(tenant).bind(invitation)
    )?;
    Ok(lifted == 1)
}

/// Whether this invitation must not be sent now.
pub async fn is_blocked(storage: &Storage, tenant: &str, invitation: &str) -> Result<bool, StorageError> {
    let blocks: i64 =
        fetch!(storage, on => query_scalar(BLOCKS).bind(tenant).bind(invitation).fetch_one(on))?;
    Ok(blocks > 0)
}

/// As [`is_blocked`], as this transaction sees it.
pub async fn is_blocked_in(tx: &mut Tx, tenant: &str, invitation: &str) -> Result<bool, StorageError> {
    let blocks: i64 =
        fetch_in_tx!(tx, on => query_scalar(BLOCKS).bind(tenant).bind(invitation).fetch_one(on))?;
    Ok(blocks > 0)
}

struct IdColumn {
    id: InvitationId,
}

from_row!(IdColumn { id => text });

/// Of the invitations that a block has stopped, the one that may best find out whether it is over: this person's own if there is one, else that of an
/// inviter whose tokens are there, the newest first. No other could be posted, and nothing would be found out. `problem` is what the JSON of their
/// problem begins with. Reads all that have stopped.
pub async fn stopped(
    storage: &Storage,
    tenant: &TenantId,
    user: &EntraUserId,
    problem: &str,
) -> Result<Option<InvitationId>, StorageError> {
    let found: Option<IdColumn> = fetch!(storage, on => query_as(
        "SELECT i.id FROM invitations i WHERE i.tenant = $1 AND i.state = $3 AND i.put_away_at IS NULL AND i.inviter <> ''
         AND i.problem LIKE $4 AND (i.inviter = $2 OR EXISTS
           (SELECT 1 FROM tokens WHERE tokens.tenant = i.tenant AND tokens.user_id = i.inviter))
         ORDER BY CASE WHEN i.inviter = $2 THEN 0 ELSE 1 END, i.created_at DESC, i.id DESC LIMIT 1",
    )
    .bind(tenant.as_str())
    .bind(user.as_str())
    .bind(InvitationState::Stopped.as_str())
    .bind(format!("{problem}%"))
    .fetch_optional(on))?;
    Ok(found.map(|row| row.id))
}

/// Whether a block has stopped any invitation of the tenant, whoever is signed in.
pub async fn has_stopped(storage: &Storage, tenant: &TenantId, problem: &str) -> Result<bool, StorageError> {
    let stopped: i64 = fetch!(storage, on => query_scalar(
        "SELECT COUNT(*) FROM invitations
         WHERE tenant = $1 AND state = $2 AND put_away_at IS NULL AND inviter <> '' AND problem LIKE $3",
    )
    .bind(tenant.as_str())
    .bind(InvitationState::Stopped.as_str())
    .bind(format!("{problem}%"))
    .fetch_one(on))?;
    Ok(stopped > 0)
}

const BLOCKS: &str = "SELECT COUNT(*) FROM blocks WHERE tenant = $1 AND (probe IS NULL OR probe <> $2)";
