//! Items: what there is to share, and who has access.

mod items_json;
mod list;
mod people;
mod register;
mod row;
mod sample;

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    AccessPage, Caller, EntraUserId, ItemFilter, ItemId, ItemList, ItemView, KindName, Problem, RoleName,
    ports,
};
use storage::invitations;

use crate::access;
use crate::app_state::AppState;
pub use crate::landing::AllowedRedirectOrigins;
use crate::rules::sharing::may_give;
pub use items_json::{ItemsFileError, parse};
pub use register::{RegisterError, RegisteredItem, register};
pub(crate) use row::as_item;
pub use sample::sample;

/// The port, on storage. A list takes two statements (a guest's one), its kinds one, an opened item three: itself with the caller's own access and
/// the count, the settings, and the newest people or the guest's message. None reads more rows than the page shows.
pub(crate) struct ItemService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::Items for ItemService {
    async fn list(&self, caller: &Caller, filter: &ItemFilter) -> Result<ItemList, Problem> {
        list::list(&self.0, caller, filter).await
    }

    async fn kinds(&self, caller: &Caller) -> Result<Vec<KindName>, Problem> {
        list::kinds(&self.0, caller).await
    }

    async fn open(&self, caller: &Caller, item: &ItemId) -> Result<ItemView, Problem> {
        let seen = access::require_visible(&self.0, caller, item.as_str()).await?;
        let item = as_item(&self.0, &seen.item);
        let snapshot = self.0.settings.current().await.map_err(|error| self.0.internal(error))?;
        let own = seen.own.as_ref().map(row::as_access);
        let roles = snapshot.settings.roles.hierarchy_of_kind(&item.kind);
        let gives = |role: &RoleName| may_give(&seen.item_access(), &roles, role.as_str()).is_allowed();
        let shown = |role: &&RoleName| caller.is_guest || gives(role);
        let roles: Vec<_> = roles.offered().iter().filter(shown).cloned().collect();
        let may_share = !caller.is_guest && !roles.is_empty();
        let (people, people_count, message) = if caller.is_guest {
            (Vec::new(), 0, self.message_to(own.as_ref()).await?)
        } else {
            let page = people::page(&self.0, caller, item.id.as_str(), None).await?;
            (page.people, list::count(seen.people), None)
        };
        Ok(ItemView { item, roles, people, people_count, may_share, own, message })
    }

    async fn people(
        &self,
        caller: &Caller,
        item: &ItemId,
        after: &EntraUserId,
    ) -> Result<AccessPage, Problem> {
        access::require_member(caller)?;
        access::require_visible(&self.0, caller, item.as_str()).await?;
        people::page(&self.0, caller, item.as_str(), Some(after)).await
    }
}

impl ItemService {
    /// What the inviter wrote with the invitation that the guest's access came from.
    async fn message_to(&self, own: Option<&contract::AccessRow>) -> Result<Option<String>, Problem> {
        let Some(invitation) = own.and_then(|own| own.invitation.as_ref()) else { return Ok(None) };
        let row = invitations::load(&self.0.storage, invitation).await;
        Ok(row.map_err(|error| self.0.internal(error))?.and_then(|row| row.message))
    }
}
