//! The addresses that are being invited, or were: one row for each, with the invitation in front. Who shares with the address next joins it.

use std::collections::HashMap;

use contract::{EntraUserId, InvitationId, InvitationState, TenantId};
use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// An address that is being invited, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedAddressRow {
    /// The invitation in front: the only one that may post.
    pub invitation: InvitationId,
    /// The guest, once the directory has answered.
    pub guest: Option<EntraUserId>,
    /// When it has answered, unix milliseconds.
    pub invited_at: Option<i64>,
}

from_row!(InvitedAddressRow { invitation => text, guest => optional_text, invited_at });

/// Puts the invitation in front of its address, if no other is. The row as it is then; nobody else can change it before this transaction ends.
pub async fn claim(
    tx: &mut Tx,
    tenant: &TenantId,
    canonical: &str,
    invitation: &InvitationId,
) -> Result<InvitedAddressRow, StorageError> {
    // The update that changes nothing takes the row, and gives it back as whoever had it before has left it.
    fetch_in_tx!(tx, on => query_as(
        "INSERT INTO invited_addresses (tenant, canonical, invitation) VALUES ($1, $2, $3)
         ON CONFLICT (tenant, canonical) DO UPDATE SET invitation = invited_addresses.invitation
         RETURNING invitation, guest, invited_at",
    )
    .bind(tenant.as_str())
    .bind(canonical)
    .bind(invitation.as_str())
    .fetch_one(on))
}

/// The invitation in front, as another that wants to take its place reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontRow {
    /// Where it stands.
    pub state: InvitationState,
    /// Why, as JSON.
    pub problem: Option<String>,
    /// What its step that posts has learned, as JSON: an empty object where it has not come to it, none where it has no such step.
    pub facts: Option<String>,
    /// When it last changed, unix milliseconds.
    pub updated_at: i64,
}

from_row!(FrontRow { state => text, problem, facts, updated_at });

/// The invitation in front. Not locked: whoever works on it may be waiting for the row of the address.
pub async fn front(tx: &mut Tx, invitation: &InvitationId) -> Result<Option<FrontRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(
        "SELECT i.state, i.problem, COALESCE(s.facts, CASE WHEN s.kind IS NOT NULL THEN '{}' END) AS facts, i.updated_at
         FROM invitations i
         LEFT JOIN invitation_steps s ON s.invitation = i.id AND s.kind = 'send-invitation' WHERE i.id = $1"
    )
    .bind(invitation.as_str())
    .fetch_optional(on))
}

/// Puts the invitation in front in the place of another one. Whose guest was known is forgotten.
pub async fn take_over(
    tx: &mut Tx,
    tenant: &TenantId,
    canonical: &str,
    invitation: &InvitationId,
) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "UPDATE invited_addresses SET invitation = $3, guest = NULL, invited_at = NULL
             WHERE tenant = $1 AND canonical = $2",
        )
        .bind(tenant.as_str())
        .bind(canonical)
        .bind(invitation.as_str())
    )
    .map(drop)
}

/// Keeps whom the directory has for the address now, and since when. Nothing happens if another invitation has come to the front.
pub async fn set_guest(
    tx: &mut Tx,
    tenant: &TenantId,
    canonical: &str,
    invitation: &InvitationId,
    (guest, at): (Option<&EntraUserId>, i64),
) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "UPDATE invited_addresses SET guest = $4,
               invited_at = CASE WHEN guest IS NOT NULL AND guest = $4 THEN invited_at ELSE $5 END
             WHERE tenant = $1 AND canonical = $2 AND invitation = $3",
        )
        .bind(tenant.as_str())
        .bind(canonical)
        .bind(invitation.as_str())
        .bind(guest.map(EntraUserId::as_str))
        .bind(guest.map(|_| at))
    )
    .map(drop)
}

pub(crate) const FORGET_GUEST: &str =
    "UPDATE invited_addresses SET guest = NULL, invited_at = NULL WHERE tenant = $1 AND guest = $2";

/// Forgets a guest who is about to be deleted, and puts the invitation that does it in front of their addresses, whichever was: nobody joins them, and
/// nobody else posts before it is through.
pub async fn take_guest(
    tx: &mut Tx,
    tenant: &TenantId,
    guest: &EntraUserId,
    invitation: &InvitationId,
) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "UPDATE invited_addresses SET invitation = $3, guest = NULL, invited_at = NULL
             WHERE tenant = $1 AND guest = $2",
        )
        .bind(tenant.as_str())
        .bind(guest.as_str())
        .bind(invitation.as_str())
    )
    .map(drop)
}

/// Forgets a guest who is gone, whichever invitation is in front: nobody joins them any more.
pub async fn forget_guest(tx: &mut Tx, tenant: &TenantId, guest: &EntraUserId) -> Result<(), StorageError> {
    execute!(tx, query(FORGET_GUEST).bind(tenant.as_str()).bind(guest.as_str())).map(drop)
}

/// Has the jobs of this kind due at `now` that belong to other invitations of the address which wait. How many there are.
pub async fn wake_joiners(
    tx: &mut Tx,
    tenant: &TenantId,
    canonical: &str,
    front: &InvitationId,
    (kind, now): (&str, i64),
) -> Result<u64, StorageError> {
    execute!(
        tx,
        query(
            "UPDATE jobs SET run_at = $5 WHERE kind = $4 AND lease_token IS NULL AND run_at > $5 AND subject IN
               (SELECT id FROM invitations WHERE tenant = $1 AND canonical = $2 AND id <> $3 AND state = $6)",
        )
        .bind(tenant.as_str())
        .bind(canonical)
        .bind(front.as_str())
        .bind(kind)
        .bind(now)
        .bind(InvitationState::Waiting.as_str())
    )
}

/// The same of those that wait for any address that this invitation is in front of: it has taken the others of a guest whom it deleted. How many there are.
pub async fn wake_waiters(
    tx: &mut Tx,
    tenant: &TenantId,
    front: &InvitationId,
    (kind, now): (&str, i64),
) -> Result<u64, StorageError> {
    execute!(
        tx,
        query(
            "UPDATE jobs SET run_at = $4 WHERE kind = $3 AND lease_token IS NULL AND run_at > $4 AND subject IN
               (SELECT i.id FROM invited_addresses a JOIN invitations i ON i.tenant = a.tenant AND i.canonical = a.canonical
                WHERE a.tenant = $1 AND a.invitation = $2 AND i.id <> $2 AND i.state = $5)",
        )
        .bind(tenant.as_str())
        .bind(front.as_str())
        .bind(kind)
        .bind(now)
        .bind(InvitationState::Waiting.as_str())
    )
}

/// How far the invitation of an address is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressStatus {
    /// When the directory has answered, unix milliseconds.
    pub invited_at: Option<i64>,
    /// Where the invitation in front stands.
    pub state: InvitationState,
    /// Why, as JSON.
    pub problem: Option<String>,
}

from_row!(AddressStatus { invited_at, state => text, problem });

struct OneOfAddresses {
    canonical: String,
    status: AddressStatus,
}

from_row!(OneOfAddresses { canonical } in status);

pub(crate) const OF_ADDRESSES: Dialects = in_list!(
    "SELECT a.canonical, a.invited_at, i.state, i.problem FROM invited_addresses a
     JOIN invitations i ON i.id = a.invitation WHERE a.canonical",
    " AND a.tenant = $2"
);

/// How far the invitation of each of these addresses is; those that were never invited are left out. One statement, and none where no address is
/// asked about.
pub async fn of_addresses(
    storage: &Storage,
    tenant: &TenantId,
    canonicals: &[&str],
) -> Result<HashMap<String, AddressStatus>, StorageError> {
    if canonicals.is_empty() {
        return Ok(HashMap::new());
    }
    let canonicals = serde_json::json!(canonicals).to_string();
    let rows: Vec<OneOfAddresses> = fetch!(storage, on => query_as(storage.sql_for(OF_ADDRESSES))
        .bind(&canonicals)
        .bind(tenant.as_str())
        .fetch_all(on))?;
    Ok(rows.into_iter().map(|row| (row.canonical, row.status)).collect())
}

/// As [`of_addresses`], as this transaction sees them.
pub async fn of_addresses_in(
    tx: &mut Tx,
    tenant: &TenantId,
    canonicals: &[&str],
) -> Result<HashMap<String, AddressStatus>, StorageError> {
    if canonicals.is_empty() {
        return Ok(HashMap::new());
    }
    let (text, canonicals) = (tx.sql_for(OF_ADDRESSES), serde_json::json!(canonicals).to_string());
    let rows: Vec<OneOfAddresses> = fetch_in_tx!(tx, on => query_as(text)
        .bind(&canonicals)
        .bind(tenant.as_str())
        .fetch_all(on))?;
    Ok(rows.into_iter().map(|row| (row.canonical, row.status)).collect())
}
