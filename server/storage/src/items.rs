//! Registered items.

use sqlx::{FromRow, query, query_as, query_scalar};

use crate::{Storage, StorageError, Tx};

mod title;

/// A thing that can be shared.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ItemRow {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// What people call it.
    pub title: String,
    /// One or two sentences about it.
    pub summary: String,
    /// The application it lives in.
    pub application: String,
    /// Where an invited person lands.
    pub landing: String,
    /// Whether every member may see it.
    pub open_to_members: bool,
}

/// Registers an item, or changes a registered one.
pub async fn upsert(tx: &mut Tx, row: &ItemRow) -> Result<(), StorageError> {
    change!(
        tx,
        query(
            "INSERT INTO items (id, kind, title, title_folded, summary, application, landing, open_to_members)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title,
             title_folded = excluded.title_folded, summary = excluded.summary, application = excluded.application,
             landing = excluded.landing, open_to_members = excluded.open_to_members",
        )
        .bind(&row.id)
        .bind(&row.kind)
        .bind(&row.title)
        .bind(title::folded(&row.title))
        .bind(&row.summary)
        .bind(&row.application)
        .bind(&row.landing)
        .bind(row.open_to_members)
    )
    .map(drop)
}

/// One item.
pub async fn load(storage: &Storage, id: &str) -> Result<Option<ItemRow>, StorageError> {
    read!(storage, on => query_as(
        "SELECT id, kind, title, summary, application, landing, open_to_members FROM items WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(on))
}

/// The kinds of registered items, in alphabetical order.
pub async fn kinds(storage: &Storage) -> Result<Vec<String>, StorageError> {
    read!(storage, on => query_scalar("SELECT kind FROM items GROUP BY kind ORDER BY kind").fetch_all(on))
}

/// The items a member may see, by title: those open to members, and those the member has access to. `text` is to be found in the title,
/// whatever its case.
pub async fn list_for_member(
    storage: &Storage,
    tenant: &str,
    user: &str,
    text: &str,
    kind: Option<&str>,
    limit: i64,
) -> Result<Vec<ItemRow>, StorageError> {
    read!(storage, on => query_as(
        "SELECT id, kind, title, summary, application, landing, open_to_members FROM items
         WHERE title_folded LIKE $3 ESCAPE '!' AND ($4 IS NULL OR kind = $4)
         AND (open_to_members OR EXISTS
              (SELECT 1 FROM access WHERE access.tenant = $1 AND access.user_id = $2 AND access.item = items.id))
         ORDER BY title_folded, id LIMIT $5",
    )
    .bind(tenant)
    .bind(user)
    .bind(title::containing(text))
    .bind(kind)
    .bind(limit)
    .fetch_all(on))
}

/// The items a guest may see, by title: those the guest has access to. `text` is to be found in the title, whatever its case.
pub async fn list_for_guest(
    storage: &Storage,
    tenant: &str,
    user: &str,
    text: &str,
    kind: Option<&str>,
    limit: i64,
) -> Result<Vec<ItemRow>, StorageError> {
    read!(storage, on => query_as(
        "SELECT id, kind, title, summary, application, landing, open_to_members FROM items
         JOIN access ON access.item = items.id
         WHERE access.tenant = $1 AND access.user_id = $2
         AND title_folded LIKE $3 ESCAPE '!' AND ($4 IS NULL OR kind = $4)
         ORDER BY title_folded, id LIMIT $5",
    )
    .bind(tenant)
    .bind(user)
    .bind(title::containing(text))
    .bind(kind)
    .bind(limit)
    .fetch_all(on))
}
