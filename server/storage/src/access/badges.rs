//! The newest few people of many items, in one statement.

use contract::ItemId;
use sqlx::query_scalar;

use crate::storage::Dialects;
use crate::{DbError, Storage, StorageError};

/// One of the newest few people with access to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgeRow {
    /// The item.
    pub item: ItemId,
    /// The person's name.
    pub name: String,
    /// Comes from outside the organisation.
    pub outside: bool,
}

/// `$1` the items, as a JSON array, `$2` the tenant, `$3` how many of each, `$4` the time at which they have access. Both go from each item to its newest few by index. SQLite has no
/// `LATERAL`: it takes them by their row's number. On PostgreSQL `OFFSET 0` keeps the person's row from being joined with all people at once,
/// which it does when it cannot know how few are asked for. All come as one JSON array of item, name and 0 or 1, for a page of items shows dozens,
/// and SQLite's thread hands over each row by itself.
pub(crate) const BADGES: Dialects = Dialects {
    sqlite: "SELECT json_group_array(json_array(item, name, outside)) FROM
        (SELECT a.item, p.name, p.standing <> 'member' AS outside
         FROM json_each($1) AS asked CROSS JOIN access a CROSS JOIN people p
         WHERE a.rowid IN (SELECT newest.rowid FROM access newest WHERE newest.item = asked.value AND newest.tenant = $2
                           AND (newest.until IS NULL OR newest.until > $4)
                           ORDER BY newest.since DESC, newest.user_id DESC LIMIT $3 + 0)
         AND p.tenant = a.tenant AND p.user_id = a.user_id
         ORDER BY a.item, a.since DESC, a.user_id DESC) AS page",
    postgres: "SELECT CAST(COALESCE(jsonb_agg(jsonb_build_array(item, name, CAST(outside AS INTEGER))), '[]') AS TEXT) FROM
        (SELECT a.item, p.name, p.standing <> 'member' AS outside
         FROM jsonb_array_elements_text($1::jsonb) AS asked (item)
         CROSS JOIN LATERAL
           (SELECT newest.tenant, newest.user_id, newest.item, newest.since FROM access newest
            WHERE newest.item = asked.item AND newest.tenant = $2
            AND (newest.until IS NULL OR newest.until > $4)
            ORDER BY newest.since DESC, newest.user_id DESC LIMIT $3 + 0) AS a
         CROSS JOIN LATERAL
           (SELECT name, standing FROM people WHERE people.tenant = a.tenant AND people.user_id = a.user_id OFFSET 0) AS p
         ORDER BY a.item, a.since DESC, a.user_id DESC) AS page",
};

/// For each of the items the `each` people with access at `now` who got it last, newest first. Items that nobody has access to are left out. One statement, which
/// reads as many rows as there are people in the answer.
pub async fn badges(
    storage: &Storage,
    tenant: &str,
    items: &[ItemId],
    each: i64,
    now: i64,
) -> Result<Vec<BadgeRow>, StorageError> {
    let items = serde_json::json!(items).to_string();
    let found: String = fetch!(storage, on => query_scalar(storage.sql_for(BADGES))
        .bind(&items)
        .bind(tenant)
        .bind(each)
        .bind(now)
        .fetch_one(on))?;
    let found: Vec<(ItemId, String, u8)> =
        serde_json::from_str(&found).map_err(|_| StorageError::Corrupt(DbError::new("an item's people")))?;
    let badge = |(item, name, outside): (ItemId, String, u8)| BadgeRow { item, name, outside: outside != 0 };
    Ok(found.into_iter().map(badge).collect())
}
