//! Refused forms, kept so that nothing typed is lost.

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// A kept form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// Tenant id of the owner.
    pub tenant: String,
    /// Object id of the owner.
    pub user: String,
    /// Which form it is, and its fields as typed, as JSON.
    pub form: String,
    /// Why it came back, as JSON.
    pub problem: Option<String>,
    /// Of a share form, its recipients as they were judged, as JSON.
    pub recipients: Option<String>,
    /// Until when it is kept, unix milliseconds.
    pub expires_at: i64,
}

from_row!(DraftRow { id, tenant, user: "user_id", form, problem, recipients, expires_at });

/// Keeps a form, or changes a kept one. The owner stays as it is. Two columns are left empty: `item` is of the first release, which kept share forms
/// only, and `matches` of those that asked about one person.
pub async fn save(tx: &mut Tx, row: &DraftRow) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "INSERT INTO drafts (id, tenant, user_id, item, form, problem, matches, recipients, expires_at)
             VALUES ($1, $2, $3, '', $4, $5, '[]', $6, $7)
             ON CONFLICT (id) DO UPDATE SET form = excluded.form, problem = excluded.problem,
             matches = excluded.matches, recipients = excluded.recipients, expires_at = excluded.expires_at",
        )
        .bind(&row.id)
        .bind(&row.tenant)
        .bind(&row.user)
        .bind(&row.form)
        .bind(&row.problem)
        .bind(&row.recipients)
        .bind(row.expires_at)
    )
    .map(drop)
}

/// Deletes the drafts of a person, except for the `max` newest ones, to make room for the next. Returns how many.
pub async fn make_room(tx: &mut Tx, tenant: &str, user: &str, max: i64) -> Result<u64, StorageError> {
    execute!(
        tx,
        query(
            "DELETE FROM drafts WHERE COALESCE(tenant, '') = $1 AND COALESCE(user_id, '') = $2
             AND id NOT IN (SELECT id FROM drafts WHERE COALESCE(tenant, '') = $1 AND COALESCE(user_id, '') = $2
             ORDER BY expires_at DESC, id DESC LIMIT $3 + 0)",
        )
        .bind(tenant)
        .bind(user)
        .bind(max)
    )
}

/// A kept form, unless its time is over. The first release also kept forms of nobody: they have no owner, and open for nobody.
pub async fn load(storage: &Storage, id: &str, now: i64) -> Result<Option<DraftRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT id, tenant, user_id, form, problem, recipients, expires_at FROM drafts
         WHERE id = $1 AND expires_at > $2 AND tenant IS NOT NULL",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(on))
}

/// Removes forms whose time is over; how many there were.
pub async fn delete_expired(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM drafts WHERE expires_at <= $1").bind(now))
}
