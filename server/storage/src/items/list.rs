//! The items that somebody may see, page by page.

use sqlx::query_as;

use super::{ItemRow, title};
use crate::{Storage, StorageError};

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct ItemQuery<'a> {
    /// Tenant id.
    pub tenant: &'a str,
    /// Object id of whoever asks.
    pub user: &'a str,
    /// A guest sees what was given to them, a member also what is open to members.
    pub is_guest: bool,
    /// To be found in the title, whatever its case; empty for all.
    pub text: &'a str,
    /// Only this kind.
    pub kind: Option<&'a str>,
    /// Only what comes behind this item, if it is one that may be seen.
    pub after: Option<&'a str>,
    /// How many at most.
    pub limit: i64,
    /// The time, unix milliseconds: access that has ended by then does not count.
    pub now: i64,
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
    /// How many people have access to the item.
    pub people: i64,
    /// When access to the item was last given, unix milliseconds.
    pub last_shared: Option<i64>,
}

from_row!(ListedItem { given_by_name, since, people, last_shared } in item);

/// The part of one order that the page can show: what comes behind the item `$3`, `$4` lines at most. A title is never empty, so that all come
/// behind the empty one.
macro_rules! part {
    ($columns:literal, $from:literal, $after:literal, $filter:literal) => {
        concat!(
            "SELECT title_folded, ",
            $columns,
            " FROM ",
            $from,
            " AND (title_folded, ",
            $columns,
            ") > (COALESCE((",
            $after,
            "), ''), COALESCE($3, ''))",
            $filter,
            " ORDER BY title_folded, ",
            $columns,
            " LIMIT $4 + 0"
        )
    };
}

/// A person's own items, in the order of the titles that their access has copies of. `$5` is the time at which they have access.
macro_rules! own {
    ($after:literal, $filter:literal) => {
        part!(
            "item",
            "access WHERE tenant = $1 AND user_id = $2 AND (until IS NULL OR until > $5)",
            $after,
            $filter
        )
    };
}

/// The first lines of each order, merged: what is open to members, and what is their own.
macro_rules! of_member {
    ($filter:literal) => {
        list!(concat!(
            "SELECT title_folded, id FROM (",
            part!(
                "id",
                "items WHERE open_to_members",
                "SELECT title_folded FROM items WHERE id = $3 AND (open_to_members OR EXISTS
                       (SELECT 1 FROM access WHERE tenant = $1 AND user_id = $2 AND item = $3
                        AND (until IS NULL OR until > $5)))",
                $filter
            ),
            ") AS open UNION SELECT title_folded, item FROM (",
            own!(
                "SELECT title_folded FROM items WHERE id = $3 AND (open_to_members OR EXISTS
                       (SELECT 1 FROM access WHERE tenant = $1 AND user_id = $2 AND item = $3
                        AND (until IS NULL OR until > $5)))",
                $filter
            ),
            ") AS own ORDER BY title_folded, id LIMIT $4 + 0"
        ))
    };
}

macro_rules! of_guest {
    ($filter:literal) => {
        list!(own!(
            "SELECT title_folded FROM access WHERE tenant = $1 AND user_id = $2 AND item = $3",
            $filter
        ))
    };
}

/// The lines of a page.
macro_rules! list {
    ($page:expr) => {
        concat!(
            "WITH page (title_folded, id) AS (",
            $page,
            ") SELECT items.id, items.kind, title, summary, application, landing, open_to_members,
                      given_by_name, since, COALESCE(people, 0) AS people, last_shared
             FROM page CROSS JOIN items
             LEFT JOIN access ON access.tenant = $1 AND access.user_id = $2 AND access.item = items.id
             AND (access.until IS NULL OR access.until > $5)
             LEFT JOIN item_counts ON item_counts.tenant = $1 AND item_counts.item = items.id
             WHERE items.id = page.id ORDER BY page.title_folded, page.id"
        )
    };
}

/// All four filters: none, text, kind, both. The pattern is an expression, because SQLite plans a statement anew each time that a bare parameter
/// of `LIKE` changes.
macro_rules! filtered {
    ($list:ident) => {
        [
            $list!(""),
            $list!(" AND title_folded LIKE ('' || $6) ESCAPE '!'"),
            $list!(" AND kind = $6"),
            $list!(" AND kind = $7 AND title_folded LIKE ('' || $6) ESCAPE '!'"),
        ]
    };
}

/// The statements: of members, then of guests.
pub(crate) const LISTS: [[&str; 4]; 2] = [filtered!(of_member), filtered!(of_guest)];

/// The items somebody may see, by title. One statement; without a text it reads twice as many lines as it returns at most, with one all titles
/// up to the last that fits.
pub async fn list(storage: &Storage, query: ItemQuery<'_>) -> Result<Vec<ListedItem>, StorageError> {
    let text = query.text.trim();
    let pattern = (!text.is_empty()).then(|| title::containing(text));
    let filter = usize::from(pattern.is_some()) + 2 * usize::from(query.kind.is_some());
    let statement = LISTS[usize::from(query.is_guest)][filter];
    fetch!(storage, on => {
        let all = query_as(statement)
            .bind(query.tenant)
            .bind(query.user)
            .bind(query.after)
            .bind(query.limit)
            .bind(query.now);
        let all = match &pattern {
            Some(pattern) => all.bind(pattern),
            None => all,
        };
        let all = match query.kind {
            Some(kind) => all.bind(kind),
            None => all,
        };
        all.fetch_all(on)
    })
}
