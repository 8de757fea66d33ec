//! The items page: a page of items with the newest few people of each.

use std::collections::HashMap;

use contract::{Caller, ItemFilter, ItemId, ItemList, ItemRow, KindName, PersonBadge, Problem};
use storage::items::{ItemQuery, ListedItem};
use storage::{access, items};

use super::as_item;
use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::landing::AllowedRedirects;

/// How many lines a page of items has.
const PAGE_SIZE: usize = 100;
/// How many initials a line shows.
const BADGES: usize = 4;

/// The newest few people of items, by item.
type Badges = HashMap<ItemId, Vec<PersonBadge>>;

/// A page of items: two statements for a member, one for a guest, whatever there is; one more where the configuration names landing origins.
pub(super) async fn list(app: &AppState, caller: &Caller, filter: &ItemFilter) -> Result<ItemList, Problem> {
    let query = ItemQuery {
        tenant: caller.tenant.as_str(),
        user: caller.user.as_str(),
        is_guest: caller.is_guest,
        text: &filter.text,
        kind: filter.kind.as_ref().map(KindName::as_str),
        after: filter.after.as_ref().map(ItemId::as_str),
        // One more than fits, to know whether there are more.
        limit: i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX),
        now: app.now(),
    };
    let mut rows = items::list(&app.storage, query).await.map_err(|error| app.internal(error))?;
    let has_more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    let mut badges = if caller.is_guest { Badges::new() } else { badges(app, caller, &rows).await? };
    let redirects = app.redirects().await.map_err(|error| app.internal(error))?;
    let line =
        |row: &ListedItem| line(&redirects, caller, row, badges.remove(&row.item.id).unwrap_or_default());
    Ok(ItemList { rows: rows.iter().map(line).collect(), has_more })
}

async fn badges(app: &AppState, caller: &Caller, rows: &[ListedItem]) -> Result<Badges, Problem> {
    let ids: Vec<_> = rows.iter().filter(|row| row.people > 0).map(|row| row.item.id.clone()).collect();
    let each = i64::try_from(BADGES).unwrap_or(i64::MAX);
    let badges = access::badges(&app.storage, caller.tenant.as_str(), &ids, each, app.now()).await;
    let mut all = Badges::new();
    for badge in badges.map_err(|error| app.internal(error))? {
        let badges = all.entry(badge.item).or_default();
        badges.push(PersonBadge { name: badge.name, outside: badge.outside });
    }
    Ok(all)
}

/// One line. A guest does not see who else has access, only who gave them access and when.
fn line(
    redirects: &AllowedRedirects<'_>,
    caller: &Caller,
    row: &ListedItem,
    people: Vec<PersonBadge>,
) -> ItemRow {
    // The stored count holds what has ended until a job has taken it away.
    let people_count = if people.len() < BADGES { shown(people.len()) } else { count(row.people) };
    let line = ItemRow {
        item: as_item(redirects, &row.item),
        people,
        people_count,
        last_shared: row.last_shared.map(from_ms),
        shared_by: None,
    };
    if caller.is_guest {
        let (last_shared, shared_by) = (row.since.map(from_ms), row.given_by_name.clone());
        ItemRow { people_count: 0, last_shared, shared_by, ..line }
    } else {
        line
    }
}

/// A stored count, as pages have it.
pub(super) fn count(stored: i64) -> u32 {
    u32::try_from(stored.max(0)).unwrap_or(u32::MAX)
}

/// How many are shown, where those are all.
pub(super) fn shown(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}

/// The kinds of the caller's items: one statement, one row for each.
pub(super) async fn kinds(app: &AppState, caller: &Caller) -> Result<Vec<KindName>, Problem> {
    let who = (caller.tenant.as_str(), caller.user.as_str(), caller.is_guest);
    items::kinds(&app.storage, who, app.now()).await.map_err(|error| app.internal(error))
}
