//! Registered items.

use sqlx::{query, query_as, query_scalar};

use crate::{Storage, StorageError, Tx};

mod title;

/// A thing that can be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
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

from_row!(ItemRow { id, kind, title, summary, application, landing, open_to_members });

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

/// The kinds of the items that a member may see, in alphabetical order.
pub async fn kinds(storage: &Storage, tenant: &str, user: &str) -> Result<Vec<String>, StorageError> {
    read!(storage, on => query_scalar(
        "SELECT kind FROM items LEFT JOIN access ON access.tenant = $1 AND access.user_id = $2 AND access.item = items.id
         WHERE open_to_members OR access.item IS NOT NULL GROUP BY kind ORDER BY kind",
    )
    .bind(tenant)
    .bind(user)
    .fetch_all(on))
}

/// An item of somebody's list, with their own access to it if it was given by sharing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedItem {
    /// The item.
    pub item: ItemRow,
    /// The name of whoever gave the access.
    pub given_by_name: Option<String>,
    /// Since when, unix milliseconds.
    pub since: Option<i64>,
}

from_row!(ListedItem { given_by_name, since } in item);

/// Items by title, each with the asking person's own access. The pattern is an expression, because SQLite plans a statement anew each time
/// that a bare parameter of `LIKE` changes.
macro_rules! list {
    ($join:literal, $also:literal) => {
        concat!(
            "SELECT id, kind, title, summary, application, landing, open_to_members, given_by_name, since FROM items ",
            $join,
            " access ON access.tenant = $1 AND access.user_id = $2 AND access.item = items.id
             WHERE title_folded LIKE ('' || $3) ESCAPE '!' AND ($4 IS NULL OR kind = $4)",
            $also,
            " ORDER BY title_folded, id LIMIT $5"
        )
    };
}

const OF_MEMBER: &str = list!("LEFT JOIN", " AND (open_to_members OR access.item IS NOT NULL)");
const OF_GUEST: &str = list!("JOIN", "");

/// The items somebody may see, by title: a guest those they have access to, a member also those open to members. `text` is to be found in
/// the title, whatever its case.
pub async fn list(
    storage: &Storage,
    (tenant, user, is_guest): (&str, &str, bool),
    text: &str,
    kind: Option<&str>,
    limit: i64,
) -> Result<Vec<ListedItem>, StorageError> {
    read!(storage, on => query_as(if is_guest { OF_GUEST } else { OF_MEMBER })
        .bind(tenant)
        .bind(user)
        .bind(title::containing(text))
        .bind(kind)
        .bind(limit)
        .fetch_all(on))
}
