//! The kinds of the items that somebody may see.

use contract::KindName;
use sqlx::query_as;

use crate::{Storage, StorageError};

/// From each kind to the next by index: as many rows are read as there are kinds.
macro_rules! kinds {
    ($name:literal, $from:literal) => {
        concat!(
            $name,
            " (kind) AS (SELECT MIN(kind) ",
            $from,
            " UNION ALL SELECT (SELECT MIN(kind) ",
            $from,
            " AND kind > before.kind) FROM ",
            $name,
            " AS before WHERE before.kind IS NOT NULL)"
        )
    };
}

/// The kinds of a person's own items.
macro_rules! own {
    () => {
        kinds!("own", "FROM access WHERE tenant = $1 AND user_id = $2 AND (until IS NULL OR until > $3)")
    };
}

pub(crate) const KINDS_OF_MEMBER: &str = concat!(
    "WITH RECURSIVE ",
    own!(),
    ", ",
    kinds!("open", "FROM items WHERE open_to_members"),
    " SELECT kind FROM own WHERE kind IS NOT NULL UNION SELECT kind FROM open WHERE kind IS NOT NULL ORDER BY kind"
);

pub(crate) const KINDS_OF_GUEST: &str =
    concat!("WITH RECURSIVE ", own!(), " SELECT kind FROM own WHERE kind IS NOT NULL ORDER BY kind");

struct Kind {
    kind: KindName,
}

from_row!(Kind { kind => text });

/// The kinds of the items that somebody may see at `now`, unix milliseconds, in alphabetical order. One statement, which reads one row for each kind.
pub async fn kinds(
    storage: &Storage,
    (tenant, user, is_guest): (&str, &str, bool),
    now: i64,
) -> Result<Vec<KindName>, StorageError> {
    let text = if is_guest { KINDS_OF_GUEST } else { KINDS_OF_MEMBER };
    let rows: Vec<Kind> =
        fetch!(storage, on => query_as(text).bind(tenant).bind(user).bind(now).fetch_all(on))?;
    Ok(rows.into_iter().map(|row| row.kind).collect())
}
