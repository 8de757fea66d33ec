//! Refused forms, kept so that nothing typed is lost.

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx, person};

/// A kept form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// Tenant id and object id of the owner; `None` for a form that was sent without a session.
    pub owner: Option<(String, String)>,
    /// Which form it is, and its fields as typed, as JSON.
    pub form: String,
    /// Why it came back, as JSON.
    pub problem: Option<String>,
    /// Who may be meant, as JSON.
    pub matches: String,
    /// Until when it is kept, unix milliseconds.
    pub expires_at: i64,
}

struct Columns {
    id: String,
    tenant: Option<String>,
    user_id: Option<String>,
    form: String,
    problem: Option<String>,
    matches: String,
    expires_at: i64,
}

from_row!(Columns { id, tenant, user_id, form, problem, matches, expires_at });

impl From<Columns> for DraftRow {
    fn from(columns: Columns) -> Self {
        let Columns { id, tenant, user_id, form, problem, matches, expires_at } = columns;
        Self { id, owner: person::from_columns(tenant, user_id), form, problem, matches, expires_at }
    }
}

/// Keeps a form, or changes a kept one. The owner stays as it is: only [`adopt`] gives one. The column `item` is of the first release, which
/// kept share forms only; it is left empty.
pub async fn save(tx: &mut Tx, row: &DraftRow) -> Result<(), StorageError> {
    let (tenant, user) = person::to_columns(&row.owner);
    execute!(
        tx,
        query(
            "INSERT INTO drafts (id, tenant, user_id, item, form, problem, matches, expires_at)
             VALUES ($1, $2, $3, '', $4, $5, $6, $7)
             ON CONFLICT (id) DO UPDATE SET form = excluded.form, problem = excluded.problem,
             matches = excluded.matches, expires_at = excluded.expires_at",
        )
        .bind(&row.id)
        .bind(tenant)
        .bind(user)
        .bind(&row.form)
        .bind(&row.problem)
        .bind(&row.matches)
        .bind(row.expires_at)
    )
    .map(drop)
}

/// Deletes the drafts of a person, or those without an owner, except for the `max` newest ones, to make room for the next. Returns how many.
pub async fn make_room(tx: &mut Tx, owner: Option<(&str, &str)>, max: i64) -> Result<u64, StorageError> {
    let (tenant, user) = owner.unzip();
    execute!(
        tx,
        query(
            "DELETE FROM drafts WHERE COALESCE(tenant, '') = COALESCE($1, '') AND COALESCE(user_id, '') = COALESCE($2, '')
             AND id NOT IN (SELECT id FROM drafts WHERE COALESCE(tenant, '') = COALESCE($1, '')
             AND COALESCE(user_id, '') = COALESCE($2, '') ORDER BY expires_at DESC, id DESC LIMIT $3 + 0)",
        )
        .bind(tenant)
        .bind(user)
        .bind(max)
    )
}

/// A kept form, unless its time is over.
pub async fn load(storage: &Storage, id: &str, now: i64) -> Result<Option<DraftRow>, StorageError> {
    let row: Option<Columns> = fetch!(storage, on => query_as(
        "SELECT id, tenant, user_id, form, problem, matches, expires_at FROM drafts
         WHERE id = $1 AND expires_at > $2",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(on))?;
    Ok(row.map(DraftRow::from))
}

/// Gives a form that belongs to nobody to a person. False when it has an owner, or is gone.
pub async fn adopt(tx: &mut Tx, id: &str, tenant: &str, user: &str) -> Result<bool, StorageError> {
    let adopted = execute!(
        tx,
        query("UPDATE drafts SET tenant = $2, user_id = $3 WHERE id = $1 AND tenant IS NULL")
            .bind(id)
            .bind(tenant)
            .bind(user)
    )?;
    Ok(adopted == 1)
}

/// Removes forms whose time is over; how many there were.
pub async fn delete_expired(tx: &mut Tx, now: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM drafts WHERE expires_at <= $1").bind(now))
}
