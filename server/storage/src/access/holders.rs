//! Who holds a role: asked before the role is taken out of the settings.

use contract::{KindName, RoleName};
use sqlx::{query_as, query_scalar};

use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// Somebody who holds the role, on one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderRow {
    /// The person's name.
    pub name: String,
    /// The item's title.
    pub item_title: String,
}

from_row!(HolderRow { name, item_title });

/// Of which kinds the items are.
#[derive(Debug, Clone, Copy)]
pub enum OfKinds<'a> {
    /// Of these.
    These(&'a [KindName]),
    /// Of any other than these.
    OtherThan(&'a [KindName]),
}

/// A condition on the kind, for which `$1` holds kinds as a JSON array, within a statement about the role `$2` at the time `$3`: from the role's rows by index.
macro_rules! of_these {
    ($before:literal, $after:literal, $order:literal) => {
        Dialects {
            sqlite: concat!($before, " IN (SELECT value FROM json_each($1))", $after, " LIMIT 1"),
            postgres: concat!(
                $before,
                " = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))",
                $after,
                $order
            ),
        }
    };
}

/// The same for any other kind.
macro_rules! of_others {
    ($before:literal, $after:literal, $order:literal) => {
        Dialects {
            sqlite: concat!($before, " NOT IN (SELECT value FROM json_each($1))", $after, " LIMIT 1"),
            postgres: concat!(
                $before,
                " <> ALL (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))",
                $after,
                $order
            ),
        }
    };
}

pub(crate) const COUNTS: [Dialects; 2] = [
    of_these!(
        "SELECT COUNT(*) FROM access a WHERE a.role = $2 AND (a.until IS NULL OR a.until > $3) AND a.kind",
        "",
        ""
    ),
    of_others!(
        "SELECT COUNT(*) FROM access a WHERE a.role = $2 AND (a.until IS NULL OR a.until > $3) AND a.kind",
        "",
        ""
    ),
];

/// The order is that of the index, so that `PostgreSQL` reads that however common the role is, and not the whole table.
pub(crate) const ANY: [Dialects; 2] = [
    of_these!(
        "SELECT p.name, items.title AS item_title FROM access a CROSS JOIN people p CROSS JOIN items
         WHERE a.role = $2 AND (a.until IS NULL OR a.until > $3) AND a.kind",
        " AND p.tenant = a.tenant AND p.user_id = a.user_id AND items.id = a.item",
        " ORDER BY a.role, a.kind LIMIT 1"
    ),
    of_others!(
        "SELECT p.name, items.title AS item_title FROM access a CROSS JOIN people p CROSS JOIN items
         WHERE a.role = $2 AND (a.until IS NULL OR a.until > $3) AND a.kind",
        " AND p.tenant = a.tenant AND p.user_id = a.user_id AND items.id = a.item",
        " ORDER BY a.role, a.kind LIMIT 1"
    ),
];

impl OfKinds<'_> {
    /// The statement of two, and its first parameter.
    fn ask(self, storage: &Storage, [these, others]: [Dialects; 2]) -> (&'static str, String) {
        let (text, kinds) = match self {
            Self::These(kinds) => (these, kinds),
            Self::OtherThan(kinds) => (others, kinds),
        };
        (storage.sql_for(text), serde_json::json!(kinds).to_string())
    }
}

/// How often a role is given on items of these kinds at `now`, unix milliseconds.
pub async fn count_holders(
    storage: &Storage,
    (role, now): (&RoleName, i64),
    kinds: OfKinds<'_>,
) -> Result<i64, StorageError> {
    let (text, kinds) = kinds.ask(storage, COUNTS);
    fetch!(storage, on => query_scalar(text).bind(&kinds).bind(role.as_str()).bind(now).fetch_one(on))
}

/// One of those who hold a role on items of these kinds at `now`, unix milliseconds, if anybody does.
pub async fn any_holder(
    storage: &Storage,
    (role, now): (&RoleName, i64),
    kinds: OfKinds<'_>,
) -> Result<Option<HolderRow>, StorageError> {
    let (text, kinds) = kinds.ask(storage, ANY);
    fetch!(storage, on => query_as(text).bind(&kinds).bind(role.as_str()).bind(now).fetch_optional(on))
}
