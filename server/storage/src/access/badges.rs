//! The first few people of many items, in one query.

use sqlx::query_as;

use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// One of the first few people with access to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgeRow {
    /// The item.
    pub item: String,
    /// The person's name.
    pub name: String,
    /// Comes from outside the organisation.
    pub outside: bool,
    /// How many people have access to the item.
    pub total: i64,
    /// When access to the item was last given, unix milliseconds.
    pub last_since: i64,
}

from_row!(BadgeRow { item, name, outside, total, last_since });

const BADGES: Dialects = with_list!(
    "SELECT item, name, outside, total, last_since FROM (
       SELECT a.item, p.name, p.standing <> 'member' AS outside,
              COUNT(*) OVER (PARTITION BY a.item) AS total,
              MAX(a.since) OVER (PARTITION BY a.item) AS last_since,
              ROW_NUMBER() OVER (PARTITION BY a.item ORDER BY a.since DESC, a.user_id) AS place
       FROM access a JOIN people p ON p.tenant = a.tenant AND p.user_id = a.user_id
       WHERE a.tenant = $2 AND a.item IN ",
    ") AS placed WHERE place <= $3 ORDER BY item, place"
);

/// For each of the items the `each` people who got access last, newest first. Items that nobody has access to are left out.
pub async fn badges(
    storage: &Storage,
    tenant: &str,
    items: &[String],
    each: i64,
) -> Result<Vec<BadgeRow>, StorageError> {
    let items = serde_json::json!(items).to_string();
    read!(storage, on => query_as(storage.say(BADGES)).bind(&items).bind(tenant).bind(each).fetch_all(on))
}
