//! Toasts: notifications that a person has not dismissed yet.

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// A toast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastRow {
    /// Its id.
    pub id: String,
    /// Tenant id.
    pub tenant: String,
    /// Object id of whoever is told.
    pub user: String,
    /// A text by which the same notification is stored only once.
    pub dedupe: String,
    /// A `contract::ToastKind`, as JSON.
    pub kind: String,
    /// The invitation it is about.
    pub invitation: Option<String>,
    /// The item it is about.
    pub item: Option<String>,
    /// When, unix milliseconds.
    pub created_at: i64,
}

from_row!(ToastRow { id, tenant, user: "user_id", dedupe, kind, invitation, item, created_at });

/// Adds a toast. False when the person has or had one with this dedupe text.
pub async fn add(tx: &mut Tx, row: &ToastRow) -> Result<bool, StorageError> {
    let added = execute!(
        tx,
        query(
            "INSERT INTO toasts (id, tenant, user_id, dedupe, kind, invitation, item, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, user_id, dedupe) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.tenant)
        .bind(&row.user)
        .bind(&row.dedupe)
        .bind(&row.kind)
        .bind(&row.invitation)
        .bind(&row.item)
        .bind(row.created_at)
    )?;
    Ok(added == 1)
}

pub(crate) const UNDISMISSED: &str =
    "SELECT id, tenant, user_id, dedupe, kind, invitation, item, created_at FROM toasts
     WHERE tenant = $1 AND user_id = $2 AND dismissed_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $3 + 0";

/// A person's toasts that are not dismissed, newest first. Reads as many rows as it returns.
pub async fn undismissed(
    storage: &Storage,
    tenant: &str,
    user: &str,
    limit: i64,
) -> Result<Vec<ToastRow>, StorageError> {
    fetch!(storage, on => query_as(UNDISMISSED)
    .bind(tenant)
    .bind(user)
    .bind(limit)
    .fetch_all(on))
}

/// Which of a person's toasts are meant.
#[derive(Debug, Clone, Copy)]
pub enum DismissTarget<'a> {
    /// The one of this id.
    Toast(&'a str),
    /// Those about this invitation.
    Invitation(&'a str),
}

/// One statement for each target: with both in one, SQLite reads all of the person's toasts that are not dismissed.
pub(crate) const DISMISS: [&str; 2] = [
    "UPDATE toasts SET dismissed_at = $4 WHERE tenant = $1 AND user_id = $2 AND id = $3 AND dismissed_at IS NULL",
    "UPDATE toasts SET dismissed_at = $4
     WHERE tenant = $1 AND user_id = $2 AND invitation = $3 AND dismissed_at IS NULL",
];

/// Dismisses the person's own toasts; twice is fine.
pub async fn dismiss(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    target: DismissTarget<'_>,
    at: i64,
) -> Result<(), StorageError> {
    let (text, id) = match target {
        DismissTarget::Toast(id) => (DISMISS[0], id),
        DismissTarget::Invitation(id) => (DISMISS[1], id),
    };
    execute!(tx, query(text).bind(tenant).bind(user).bind(id).bind(at)).map(drop)
}

/// Removes toasts from before a time, dismissed or not; how many there were.
pub async fn delete_old(tx: &mut Tx, before: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM toasts WHERE created_at < $1").bind(before))
}
