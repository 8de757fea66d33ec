//! Shares: one act of sharing each, with the key that makes it happen once.

use contract::{EntraUserId, IdempotencyKey, InvitationId, ItemId, ShareId, TenantId};
use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// A share: one form, one item, one or many invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRow {
    /// Its id.
    pub id: ShareId,
    /// The tenant.
    pub tenant: TenantId,
    /// Who shares.
    pub inviter: EntraUserId,
    /// The item.
    pub item: ItemId,
    /// The form's idempotency key.
    pub key: IdempotencyKey,
    /// What the form said, hashed: the same key with another hash is another form.
    pub form_hash: String,
    /// When, unix milliseconds.
    pub created_at: i64,
}

from_row!(ShareRow {
    id => text, tenant => text, inviter => text, item => text, key => text, form_hash, created_at
});

/// Stores a share. False when this inviter has sent the key before: [`by_key`] has what became of it.
pub async fn insert(tx: &mut Tx, row: &ShareRow) -> Result<bool, StorageError> {
    let inserted = execute!(
        tx,
        query(
            "INSERT INTO shares (id, tenant, inviter, item, key, form_hash, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, inviter, key) DO NOTHING",
        )
        .bind(row.id.as_str())
        .bind(row.tenant.as_str())
        .bind(row.inviter.as_str())
        .bind(row.item.as_str())
        .bind(row.key.as_str())
        .bind(&row.form_hash)
        .bind(row.created_at)
    )?;
    Ok(inserted == 1)
}

/// What an inviter's key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareWithInvitations {
    /// The share.
    pub share: ShareRow,
    /// Its invitations, in the order of the form.
    pub invitations: Vec<InvitationId>,
}

/// A share with one of its invitations.
struct ShareAndOne {
    share: ShareRow,
    invitation: InvitationId,
}

from_row!(ShareAndOne { invitation => text } in share);

/// The share that this inviter sent with this key, with its invitations. One statement.
pub async fn by_key(
    storage: &Storage,
    tenant: &TenantId,
    inviter: &EntraUserId,
    key: &IdempotencyKey,
) -> Result<Option<ShareWithInvitations>, StorageError> {
    let rows: Vec<ShareAndOne> = fetch!(storage, on => query_as(
        "SELECT s.id, s.tenant, s.inviter, s.item, s.key, s.form_hash, s.created_at, i.id AS invitation
         FROM shares s JOIN invitations i ON i.share = s.id
         WHERE s.tenant = $1 AND s.inviter = $2 AND s.key = $3 ORDER BY i.position, i.created_at, i.id",
    )
    .bind(tenant.as_str())
    .bind(inviter.as_str())
    .bind(key.as_str())
    .fetch_all(on))?;
    let mut known: Option<ShareWithInvitations> = None;
    for ShareAndOne { share, invitation } in rows {
        let known = known.get_or_insert_with(|| ShareWithInvitations { share, invitations: Vec::new() });
        known.invitations.push(invitation);
    }
    Ok(known)
}

/// The ids of a share's invitations, in the order of the form.
pub async fn invitations_of(storage: &Storage, id: &ShareId) -> Result<Vec<InvitationId>, StorageError> {
    let rows: Vec<IdColumn> = fetch!(storage, on => query_as(
        "SELECT id FROM invitations WHERE share = $1 ORDER BY position, created_at, id",
    )
    .bind(id.as_str())
    .fetch_all(on))?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

struct IdColumn {
    id: InvitationId,
}

from_row!(IdColumn { id => text });

/// One share.
pub async fn load(storage: &Storage, id: &ShareId) -> Result<Option<ShareRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT id, tenant, inviter, item, key, form_hash, created_at FROM shares WHERE id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(on))
}
