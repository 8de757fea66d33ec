//! Invitations of somebody.

use contract::InvitationState;
use sqlx::{query_as, query_scalar};

use super::InvitationRow;
use super::row::select;
use crate::{Storage, StorageError, Tx};

/// An inviter's invitations, newest first; with `before` only those older than that one of theirs.
pub async fn list(
    storage: &Storage,
    tenant: &str,
    inviter: &str,
    state: Option<&str>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<InvitationRow>, StorageError> {
    read!(storage, on => query_as(select!(
        "WHERE tenant = $1 AND inviter = $2 AND ($3 IS NULL OR state = $3)
         AND ($4 IS NULL OR (created_at, id) <
              (SELECT created_at, id FROM invitations WHERE tenant = $1 AND inviter = $2 AND id = $4))
         ORDER BY created_at DESC, id DESC LIMIT $5"
    ))
    .bind(tenant)
    .bind(inviter)
    .bind(state)
    .bind(before)
    .bind(limit)
    .fetch_all(on))
}

/// How many of an inviter's invitations are in each state; states without any are left out.
pub async fn counts(
    storage: &Storage,
    tenant: &str,
    inviter: &str,
) -> Result<Vec<(String, i64)>, StorageError> {
    read!(storage, on => query_as(
        "SELECT state, COUNT(*) FROM invitations WHERE tenant = $1 AND inviter = $2 GROUP BY state ORDER BY state",
    )
    .bind(tenant)
    .bind(inviter)
    .fetch_all(on))
}

/// Everyone's invitations for an address, oldest first.
pub async fn of_address(
    storage: &Storage,
    tenant: &str,
    canonical: &str,
) -> Result<Vec<InvitationRow>, StorageError> {
    read!(storage, on => query_as(select!("WHERE tenant = $1 AND canonical = $2 ORDER BY created_at, id"))
        .bind(tenant)
        .bind(canonical)
        .fetch_all(on))
}

/// The invitations that a guest has not accepted yet, oldest first.
pub async fn pending_of_guest(
    storage: &Storage,
    tenant: &str,
    guest: &str,
) -> Result<Vec<InvitationRow>, StorageError> {
    read!(storage, on => query_as(select!("WHERE tenant = $1 AND guest = $2 AND state = $3 ORDER BY created_at, id"))
        .bind(tenant)
        .bind(guest)
        .bind(InvitationState::Sent.as_str())
        .fetch_all(on))
}

/// As [`pending_of_guest`], and nobody else can change them before this transaction ends.
pub async fn pending_of_guest_in(
    tx: &mut Tx,
    tenant: &str,
    guest: &str,
) -> Result<Vec<InvitationRow>, StorageError> {
    let text =
        tx.say(locking!(select!("WHERE tenant = $1 AND guest = $2 AND state = $3 ORDER BY created_at, id")));
    within!(tx, on => query_as(text)
        .bind(tenant)
        .bind(guest)
        .bind(InvitationState::Sent.as_str())
        .fetch_all(on))
}

/// The invitations of a guest for one item that wait for a person, oldest first.
pub async fn stopped_of_guest(
    storage: &Storage,
    tenant: &str,
    guest: &str,
    item: &str,
) -> Result<Vec<InvitationRow>, StorageError> {
    read!(storage, on => query_as(select!(
        "WHERE tenant = $1 AND guest = $2 AND state = $3 AND item = $4 ORDER BY created_at, id"
    ))
    .bind(tenant)
    .bind(guest)
    .bind(InvitationState::Stopped.as_str())
    .bind(item)
    .fetch_all(on))
}

/// How many invitations of an inviter are in one of two states.
const OF_INVITER: &str =
    "SELECT COUNT(*) FROM invitations WHERE tenant = $1 AND inviter = $2 AND state IN ($3, $4)";

/// Whether the runner still works on any of an inviter's invitations.
pub async fn works_for(storage: &Storage, tenant: &str, inviter: &str) -> Result<bool, StorageError> {
    let count: i64 = read!(storage, on => query_scalar(OF_INVITER)
        .bind(tenant)
        .bind(inviter)
        .bind(InvitationState::Working.as_str())
        .bind(InvitationState::Waiting.as_str())
        .fetch_one(on))?;
    Ok(count > 0)
}

/// How many of an inviter's invitations the runner still works on.
pub async fn open_of_inviter(tx: &mut Tx, tenant: &str, inviter: &str) -> Result<i64, StorageError> {
    within!(tx, on => query_scalar(OF_INVITER)
    .bind(tenant)
    .bind(inviter)
    .bind(InvitationState::Working.as_str())
    .bind(InvitationState::Waiting.as_str())
    .fetch_one(on))
}
