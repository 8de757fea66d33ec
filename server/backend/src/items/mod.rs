//! Items: what there is to share, and who has access.

mod file;
mod register;
mod row;
mod sample;

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    Caller, Item, ItemFilter, ItemId, ItemList, ItemRow, ItemView, KindName, PersonBadge, Problem, RoleName,
    ports,
};
use storage::{access as stored_access, invitations, items};

use crate::access;
use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::rules::sharing::may_give;
use crate::stored::CorruptRow;
pub use file::{FileError, parse};
pub use register::{Landings, RegisterError, RegisteredItem, register};
pub(crate) use row::as_item;
pub use sample::sample;

/// How many lines the items page shows.
const LINES: usize = 500;
/// How many people the item page shows.
const PEOPLE: i64 = 500;
/// How many initials a line shows.
const BADGES: i64 = 4;

/// The port, on storage.
pub(crate) struct StoredItems(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::Items for StoredItems {
    async fn list(&self, caller: &Caller, filter: &ItemFilter) -> Result<ItemList, Problem> {
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let (text, kind) = (filter.text.trim(), filter.kind.as_ref().map(KindName::as_str));
        let storage = &self.0.storage;
        // One more than fits, to know whether there are more.
        let limit = i64::try_from(LINES + 1).unwrap_or(i64::MAX);
        let rows = items::list(storage, (tenant, user, caller.is_guest), text, kind, limit).await;
        let mut rows = rows.map_err(|error| self.0.internal(error))?;
        let has_more = rows.len() > LINES;
        rows.truncate(LINES);
        if caller.is_guest {
            // Who else has access is nothing for a guest.
            let rows: Result<_, _> = rows.iter().map(|row| self.given(row)).collect();
            return Ok(ItemList { rows: rows?, has_more });
        }
        let ids: Vec<_> = rows.iter().map(|row| row.item.id.clone()).collect();
        let people = self.people_of(tenant, &ids).await?;
        let rows: Result<_, _> =
            rows.iter().map(|row| self.line(&row.item, people.get(&row.item.id))).collect();
        Ok(ItemList { rows: rows?, has_more })
    }

    async fn kinds(&self, caller: &Caller) -> Result<Vec<KindName>, Problem> {
        if caller.is_guest {
            let mut kinds: Vec<_> = self.list(caller, &ItemFilter::default()).await?.rows;
            kinds.sort_by(|one, other| one.item.kind.cmp(&other.item.kind));
            kinds.dedup_by(|one, other| one.item.kind == other.item.kind);
            return Ok(kinds.into_iter().map(|row| row.item.kind).collect());
        }
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let kinds =
            items::kinds(&self.0.storage, tenant, user).await.map_err(|error| self.0.internal(error))?;
        kinds.iter().map(|kind| KindName::parse(kind).map_err(|error| self.0.internal(error))).collect()
    }

    async fn open(&self, caller: &Caller, item: &ItemId) -> Result<ItemView, Problem> {
        let seen = access::require_visible(&self.0, caller, item.as_str()).await?;
        let broken = |error| self.0.internal(error);
        let item = as_item(&seen.item).map_err(broken)?;
        let snapshot = self.0.settings.current().await.map_err(|error| self.0.internal(error))?;
        let own = seen.own.as_ref().map(row::as_access).transpose().map_err(broken)?;
        let roles = snapshot.settings.roles.hierarchy_of_kind(&item.kind);
        let gives = |role: &RoleName| may_give(&seen.item_access(), &roles, role.as_str()).is_allowed();
        let shown = |role: &&RoleName| caller.is_guest || gives(role);
        let roles: Vec<_> = roles.offered().iter().filter(shown).cloned().collect();
        let may_share = !caller.is_guest && !roles.is_empty();
        let (people, people_count, message) = if caller.is_guest {
            (Vec::new(), 0, self.message_to(own.as_ref()).await?)
        } else {
            let people = self.with_access(caller, &item).await?;
            let count = self.count_of(caller, &item, people.len()).await?;
            (people, count, None)
        };
        Ok(ItemView { item, roles, people, people_count, may_share, own, message })
    }
}

/// Who has access to an item, in short.
#[derive(Default)]
struct Summary {
    people: Vec<PersonBadge>,
    count: u32,
    last: Option<i64>,
}

impl StoredItems {
    async fn people_of(&self, tenant: &str, ids: &[String]) -> Result<HashMap<String, Summary>, Problem> {
        let badges = stored_access::badges(&self.0.storage, tenant, ids, BADGES).await;
        let mut all: HashMap<String, Summary> = HashMap::new();
        for badge in badges.map_err(|error| self.0.internal(error))? {
            let summary = all.entry(badge.item).or_default();
            summary.people.push(PersonBadge { name: badge.name, outside: badge.outside });
            summary.count = u32::try_from(badge.total).unwrap_or(u32::MAX);
            summary.last = Some(badge.last_since);
        }
        Ok(all)
    }

    fn line(&self, row: &items::ItemRow, people: Option<&Summary>) -> Result<ItemRow, Problem> {
        let item = as_item(row).map_err(|error: CorruptRow| self.0.internal(error))?;
        Ok(ItemRow {
            item,
            people: people.map(|people| people.people.clone()).unwrap_or_default(),
            people_count: people.map_or(0, |people| people.count),
            last_shared: people.and_then(|people| people.last).map(from_ms),
            shared_by: None,
        })
    }

    /// The line of a guest's list: what was given to them, by whom and when.
    fn given(&self, row: &items::ListedItem) -> Result<ItemRow, Problem> {
        let line = self.line(&row.item, None)?;
        Ok(ItemRow { last_shared: row.since.map(from_ms), shared_by: row.given_by_name.clone(), ..line })
    }

    /// How many people have access to an item of which `shown` are on the page.
    async fn count_of(&self, caller: &Caller, item: &Item, shown: usize) -> Result<u32, Problem> {
        let shown = u32::try_from(shown).unwrap_or(u32::MAX);
        if i64::from(shown) < PEOPLE {
            return Ok(shown);
        }
        let all = self.people_of(caller.tenant.as_str(), &[item.id.to_string()]).await?;
        Ok(all.get(item.id.as_str()).map_or(shown, |all| all.count))
    }

    /// What the inviter wrote with the invitation that the guest's access came from.
    async fn message_to(&self, own: Option<&contract::AccessRow>) -> Result<Option<String>, Problem> {
        let Some(invitation) = own.and_then(|own| own.invitation.as_ref()) else { return Ok(None) };
        let row = invitations::load(&self.0.storage, invitation).await;
        Ok(row.map_err(|error| self.0.internal(error))?.and_then(|row| row.message))
    }

    async fn with_access(&self, caller: &Caller, item: &Item) -> Result<Vec<contract::AccessRow>, Problem> {
        let (tenant, item) = (caller.tenant.as_str(), item.id.as_str());
        let rows = stored_access::of_item(&self.0.storage, tenant, item, PEOPLE).await;
        let rows = rows.map_err(|error| self.0.internal(error))?;
        rows.iter().map(|row| row::as_access(row).map_err(|error| self.0.internal(error))).collect()
    }
}
