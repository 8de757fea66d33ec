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
    AccessPage, Caller, EntraUserId, FormDefaults, Item, ItemFilter, ItemId, ItemList, ItemView, KindName,
    OnTheWay, Problem, RoleName, SafeUrl, StateReport, ports,
};
use storage::invitations;

use crate::access;
use crate::app_state::AppState;
pub use crate::landing::AllowedRedirectOrigins;
use crate::pipeline::Invitation;
use crate::rules::sharing::may_give;
use crate::settings::Settings;
pub use items_json::{ItemsFileError, parse};
pub use register::{RegisterError, RegisteredItem, register};
pub(crate) use row::as_item;
pub use sample::sample;

/// How many invitations that are under way are listed on an item's page.
const MAX_ON_THE_WAY: i64 = 16;

/// The port, on storage. A list takes two statements (a guest's one), its kinds one. An opened item takes three: itself with the caller's own
/// access and the count, the settings, and the newest people or the guest's message; for a member a fourth, for what is under way, and a fifth
/// for the message if a colleague shared it with them. None reads more rows than the page shows.
pub(crate) struct ItemService {
    pub(crate) app: Arc<AppState>,
    /// Our own address: items there open on their page here.
    pub(crate) public_url: SafeUrl,
}

#[async_trait]
impl ports::Items for ItemService {
    async fn list(&self, caller: &Caller, filter: &ItemFilter) -> Result<ItemList, Problem> {
        list::list(&self.app, caller, filter).await
    }

    async fn kinds(&self, caller: &Caller) -> Result<Vec<KindName>, Problem> {
        list::kinds(&self.app, caller).await
    }

    async fn open(&self, caller: &Caller, item: &ItemId) -> Result<ItemView, Problem> {
        let app = &self.app;
        let seen = access::require_visible(app, caller, item.as_str()).await?;
        let snapshot = app.settings.current().await.map_err(|error| app.internal(error))?;
        let item = as_item(&app.landing_origins.narrowed_by(&snapshot.settings.landing), &seen.item);
        let own = seen.own.as_ref().map(row::as_access);
        let hierarchy = snapshot.settings.roles.hierarchy_of_kind(&item.kind);
        let gives = |role: &RoleName| may_give(&seen.item_access(), &hierarchy, role.as_str()).is_allowed();
        let shown = |role: &&RoleName| caller.is_guest || gives(role);
        let roles: Vec<_> = hierarchy.offered().iter().filter(shown).cloned().collect();
        let may_share = !caller.is_guest && !roles.is_empty();
        let message = self.message_to(own.as_ref()).await?;
        let (people, people_count) = if caller.is_guest {
            (Vec::new(), 0)
        } else {
            let page = people::page(app, caller, (&seen, &hierarchy), None).await?;
            // The stored count holds what has ended until a job has taken it away.
            let count = if page.has_more { list::count(seen.people) } else { list::shown(page.people.len()) };
            (page.people, count)
        };
        let on_the_way = if may_share { self.on_the_way(caller, &item.id).await? } else { Vec::new() };
        let sharing = may_share.then_some(roles.as_slice());
        let form_defaults = self.form_defaults(&snapshot.settings, &item.kind, sharing).await;
        Ok(ItemView {
            opens_elsewhere: self.opens_elsewhere(&item),
            open_to_members: seen.item.open_to_members,
            given_by_address: seen.given_by_address.filter(|address| address.contains('@')),
            item,
            roles,
            people,
            people_count,
            may_share,
            own,
            message,
            on_the_way,
            form_defaults,
        })
    }

    async fn people(
        &self,
        caller: &Caller,
        item: &ItemId,
        after: &EntraUserId,
    ) -> Result<AccessPage, Problem> {
        access::require_member(caller)?;
        let seen = access::require_visible(&self.app, caller, item.as_str()).await?;
        let snapshot = self.app.settings.current().await.map_err(|error| self.app.internal(error))?;
        let roles = snapshot.settings.roles.hierarchy_of_kind(&seen.item.kind);
        people::page(&self.app, caller, (&seen, &roles), Some(after)).await
    }
}

impl ItemService {
    /// What the share form begins with, with what is said before it is sent. Whoever does not share has no form.
    async fn form_defaults(
        &self,
        settings: &Settings,
        kind: &KindName,
        roles: Option<&[RoleName]>,
    ) -> FormDefaults {
        let defaults = settings.inviting.form_defaults();
        let Some(roles) = roles else { return defaults };
        let asked = settings.attributes.asked(kind).into_iter();
        let assignment = self.app.assignment(&settings.grants).await;
        let missing = assignment.map(|assignment| assignment.missing(settings, kind, roles));
        FormDefaults {
            asked: asked.map(|(_, asked)| asked).collect(),
            unassigned_roles: missing.unwrap_or_default(),
            ..defaults
        }
    }

    /// What the inviter wrote with the invitation that the caller's access came from.
    async fn message_to(&self, own: Option<&contract::AccessRow>) -> Result<Option<String>, Problem> {
        let Some(invitation) = own.and_then(|own| own.invitation.as_ref()) else { return Ok(None) };
        let row = invitations::load(&self.app.storage, invitation).await;
        Ok(row.map_err(|error| self.app.internal(error))?.and_then(|row| row.message))
    }

    /// The caller's invitations to the item that have not ended.
    async fn on_the_way(&self, caller: &Caller, item: &ItemId) -> Result<Vec<OnTheWay>, Problem> {
        let (tenant, inviter) = (&caller.tenant, &caller.user);
        let rows = invitations::on_the_way(&self.app.storage, tenant, inviter, item, MAX_ON_THE_WAY).await;
        let rows = rows.map_err(|error| self.app.internal(error))?;
        let line = |row| Invitation::try_from(row).map(on_the_way).map_err(|error| self.app.internal(error));
        rows.into_iter().map(line).collect()
    }

    /// Whether the item's landing address is another page than its own page here.
    fn opens_elsewhere(&self, item: &Item) -> bool {
        let here = self.public_url.as_str().trim_end_matches('/');
        item.landing.as_str().trim_end_matches('/') != format!("{here}/items/{}", item.id)
    }
}

fn on_the_way(invitation: Invitation) -> OnTheWay {
    OnTheWay {
        person: invitation.person_name(),
        outside: invitation.is_outside(),
        report: StateReport {
            invitation: invitation.id,
            state: invitation.state,
            problem: invitation.problem,
            awaits_guest: false,
            access_ended: invitation.pipeline.access_ended,
        },
        address: invitation.address,
        role: invitation.role,
    }
}
