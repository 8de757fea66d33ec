//! Registered items.

use contract::{ItemId, KindName, SafeUrl};
use sqlx::{query, query_as};

use crate::access::AccessRow;
use crate::folded::folded;
use crate::{Storage, StorageError, Tx};

mod kinds;
mod list;
mod title;

pub use kinds::kinds;
pub(crate) use kinds::{KINDS_OF_GUEST, KINDS_OF_MEMBER};
pub(crate) use list::LISTS;
pub use list::{ItemQuery, ListedItem, list};

/// A thing that can be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Its id.
    pub id: ItemId,
    /// Its kind.
    pub kind: KindName,
    /// What people call it.
    pub title: String,
    /// One or two sentences about it.
    pub summary: String,
    /// The application it lives in.
    pub application: String,
    /// Where an invited person lands.
    pub landing: SafeUrl,
    /// Whether every member may see it.
    pub open_to_members: bool,
}

from_row!(ItemRow {
    id => text,
    kind => text,
    title,
    summary,
    application,
    landing => text,
    open_to_members
});

/// Registers an item, or changes a registered one; the copies of its kind and title with it, by which people find what was given to them.
pub async fn upsert(tx: &mut Tx, row: &ItemRow) -> Result<(), StorageError> {
    let title_folded = folded(&row.title);
    execute!(
        tx,
        query(
            "INSERT INTO items (id, kind, title, title_folded, summary, application, landing, open_to_members)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title,
             title_folded = excluded.title_folded, summary = excluded.summary, application = excluded.application,
             landing = excluded.landing, open_to_members = excluded.open_to_members",
        )
        .bind(row.id.as_str())
        .bind(row.kind.as_str())
        .bind(&row.title)
        .bind(&title_folded)
        .bind(&row.summary)
        .bind(&row.application)
        .bind(row.landing.as_str())
        .bind(row.open_to_members)
    )?;
    execute!(
        tx,
        query(
            "UPDATE access SET kind = $2, title_folded = $3
             WHERE item = $1 AND (kind <> $2 OR title_folded <> $3)",
        )
        .bind(row.id.as_str())
        .bind(row.kind.as_str())
        .bind(&title_folded)
    )
    .map(drop)
}

/// One item.
pub async fn load(storage: &Storage, id: &str) -> Result<Option<ItemRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT id, kind, title, summary, application, landing, open_to_members FROM items WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(on))
}

/// An item, with what one person has to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemWithAccess {
    /// The item.
    pub item: ItemRow,
    /// The person's own access, if it was given by sharing, whether it [has ended](AccessRow::lives) or not.
    pub own: Option<AccessRow>,
    /// The address of whoever gave it, if they are known.
    pub given_by_address: Option<String>,
    /// How many people have access.
    pub people: i64,
}

from_row!(ItemWithAccess { given_by_address, people } in item maybe own: "user_id");

pub(crate) const ITEM_WITH_ACCESS: &str =
    "SELECT items.id, items.kind, title, summary, application, landing, open_to_members, COALESCE(people, 0) AS people,
            a.tenant, a.user_id, a.item, a.role, a.given_by_user, a.given_by_name, a.since, a.until,
            a.invitation, p.name, p.address, p.standing, g.address AS given_by_address
     FROM items LEFT JOIN item_counts ON item_counts.tenant = $1 AND item_counts.item = items.id
     LEFT JOIN access a ON a.tenant = $1 AND a.user_id = $2 AND a.item = items.id
     LEFT JOIN people p ON p.tenant = a.tenant AND p.user_id = a.user_id
     LEFT JOIN people g ON g.tenant = a.tenant AND g.user_id = a.given_by_user
     WHERE items.id = $3";

/// One item as somebody sees it; whether they may is not asked. One statement, one row of each table.
pub async fn load_with_access(
    storage: &Storage,
    tenant: &str,
    user: &str,
    id: &str,
) -> Result<Option<ItemWithAccess>, StorageError> {
    fetch!(storage, on => query_as(ITEM_WITH_ACCESS).bind(tenant).bind(user).bind(id).fetch_optional(on))
}
