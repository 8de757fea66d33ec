//! The guest object that an invitation creates.

use super::addressee::Addresses;
use crate::{
    World,
    effect::{Effect, EventMeta},
    ids::{TenantId, UserId},
    invitation::InvitationRequest,
    membership::Member,
    tenant::Tenant,
    update::Changes,
    user::UserType,
};

/// The sponsor of a guest that an application invites without a user.
fn app_only_sponsor(directory: &Tenant) -> Option<UserId> {
    let address = directory.policy.app_only_sponsor.as_deref()?;
    directory.user_with_address(address).map(|user| user.id)
}

impl World {
    pub(super) fn create_guest(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        request: &InvitationRequest,
        addresses: Addresses,
    ) -> UserId {
        let Some(directory) = self.tenant(tenant) else { return UserId(self.new_id()) };
        let mut user = self.new_guest(directory, meta, request.address.trim(), addresses);
        for sponsor in request.sponsors.iter().filter_map(|id| directory.sponsor(*id)) {
            match sponsor {
                Member::User(sponsor) => user.sponsors.push(sponsor),
                Member::Group(group) => user.sponsor_groups.push(group),
            }
        }
        if request.sponsors.is_empty() {
            user.sponsors = meta.actor.user.or_else(|| app_only_sponsor(directory)).into_iter().collect();
        }
        if let Some(name) = request.display_name.as_deref().filter(|name| !name.trim().is_empty()) {
            name.trim().clone_into(&mut user.display_name);
        }
        if request.as_member {
            user.user_type = UserType::Member;
        }
        let id = user.id;
        self.append(meta, Effect::UserCreated { tenant, user: Box::new(user) });
        id
    }

    /// Adds the invited address to a guest that was invited before with another address of the same home account.
    pub(crate) fn merge_alias(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId, alias: &str) {
        let Some(guest) = self.tenant(tenant).and_then(|directory| directory.user(user)) else { return };
        if guest.has_address(alias) {
            return;
        }
        let mut other_mails = guest.other_mails.clone();
        other_mails.push(alias.to_owned());
        let changes = Changes {
            other_mails: Some(other_mails),
            add_proxy_address: Some(alias.to_owned()),
            ..Changes::default()
        };
        let effect =
            Effect::UserChanged { tenant, user, user_type: guest.user_type, changes: Box::new(changes) };
        self.append(meta, effect);
    }
}
