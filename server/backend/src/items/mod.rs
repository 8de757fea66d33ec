//! Items: what there is to share, and who has access.

mod file;
mod register;
mod row;
mod sample;

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    Caller, Item, ItemFilter, ItemId, ItemRow, ItemView, KindName, PersonBadge, Problem, RoleName, ports,
};
use storage::{Storage, access as stored_access, items};

use crate::clock::from_ms;
use crate::invite::{Damaged, Ground, acceptance, reached};
use crate::settings::SettingsError;
use crate::{access, settings};
pub use file::{FileError, parse};
pub use register::{Landings, RegisterError, RegisteredItem, register};
pub(crate) use row::as_item;
pub use sample::sample;

/// How many lines the items page shows.
const LINES: i64 = 500;
/// How many people the item page shows.
const PEOPLE: i64 = 500;
/// How many initials a line shows.
const BADGES: i64 = 4;

/// The port, on storage.
pub(crate) struct StoredItems(pub(crate) Arc<Ground>);

#[async_trait]
impl ports::Items for StoredItems {
    async fn list(&self, caller: &Caller, filter: &ItemFilter) -> Result<Vec<ItemRow>, Problem> {
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let (text, kind) = (filter.text.trim(), filter.kind.as_ref().map(KindName::as_str));
        let storage = &self.0.storage;
        let rows = if caller.is_guest {
            items::list_for_guest(storage, tenant, user, text, kind, LINES).await
        } else {
            items::list_for_member(storage, tenant, user, text, kind, LINES).await
        };
        let rows = rows.map_err(|error| self.0.internal(error))?;
        // Who else has access is nothing for a guest.
        let people = if caller.is_guest { HashMap::new() } else { self.people_of(tenant, &rows).await? };
        rows.iter().map(|row| self.line(row, people.get(&row.id))).collect()
    }

    async fn kinds(&self, caller: &Caller) -> Result<Vec<KindName>, Problem> {
        if caller.is_guest {
            let mut kinds: Vec<_> = self.list(caller, &ItemFilter::default()).await?;
            kinds.sort_by(|one, other| one.item.kind.cmp(&other.item.kind));
            kinds.dedup_by(|one, other| one.item.kind == other.item.kind);
            return Ok(kinds.into_iter().map(|row| row.item.kind).collect());
        }
        let kinds = items::kinds(&self.0.storage).await.map_err(|error| self.0.internal(error))?;
        kinds.iter().map(|kind| KindName::parse(kind).map_err(|error| self.0.internal(error))).collect()
    }

    async fn open(&self, caller: &Caller, item: &ItemId) -> Result<ItemView, Problem> {
        reached::at_the_door(&self.0, caller, item).await?;
        let seen = access::see(&self.0, caller, item.as_str()).await?;
        let broken = |error| self.0.internal(error);
        let item = as_item(&seen.item).map_err(broken)?;
        let settings = settings::current(&self.0.storage).await;
        let (_, settings) = settings.map_err(|error| self.0.internal(error))?;
        let people = if caller.is_guest { Vec::new() } else { self.with_access(caller, &item).await? };
        let own = seen.own.as_ref().map(row::as_access).transpose().map_err(broken)?;
        let roles = settings.roles_of(&item.kind);
        let may_give = |role: &&RoleName| caller.is_guest || seen.may_give(roles, role);
        let roles: Vec<_> = roles.iter().filter(may_give).cloned().collect();
        let may_share = !caller.is_guest && !roles.is_empty();
        Ok(ItemView { item, roles, people, may_share, own })
    }

    async fn arrive(&self, caller: &Caller, item: &ItemId) -> Result<(), Problem> {
        reached::at_the_door(&self.0, caller, item).await?;
        access::see(&self.0, caller, item.as_str()).await?;
        if !caller.is_guest {
            return Ok(());
        }
        acceptance::arrived(&self.0, caller).await.map_err(|error| self.0.internal(error))
    }
}

/// The roles that there are on an item, weakest first; none on one that is not there.
pub(crate) async fn roles_of(storage: &Storage, item: &str) -> Result<Vec<RoleName>, SettingsError> {
    let item = items::load(storage, item).await?;
    let kind = item.and_then(|item| KindName::parse(&item.kind).ok());
    let (_, settings) = settings::current(storage).await?;
    Ok(kind.map(|kind| settings.roles_of(&kind).to_vec()).unwrap_or_default())
}

/// Who has access to an item, in short.
#[derive(Default)]
struct Summary {
    people: Vec<PersonBadge>,
    count: u32,
    last: Option<i64>,
}

impl StoredItems {
    async fn people_of(
        &self,
        tenant: &str,
        rows: &[items::ItemRow],
    ) -> Result<HashMap<String, Summary>, Problem> {
        let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
        let badges = stored_access::badges(&self.0.storage, tenant, &ids, BADGES).await;
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
        let item = as_item(row).map_err(|error: Damaged| self.0.internal(error))?;
        Ok(ItemRow {
            item,
            people: people.map(|people| people.people.clone()).unwrap_or_default(),
            people_count: people.map_or(0, |people| people.count),
            last_shared: people.and_then(|people| people.last).map(from_ms),
        })
    }

    async fn with_access(&self, caller: &Caller, item: &Item) -> Result<Vec<contract::AccessRow>, Problem> {
        let (tenant, item) = (caller.tenant.as_str(), item.id.as_str());
        let rows = stored_access::of_item(&self.0.storage, tenant, item, PEOPLE).await;
        let rows = rows.map_err(|error| self.0.internal(error))?;
        rows.iter().map(|row| row::as_access(row).map_err(|error| self.0.internal(error))).collect()
    }
}
