//! The guest object that an invitation makes.

use super::newcomer::Addresses;
use crate::{
    World,
    effect::{Cause, Effect},
    ids::{TenantId, UserId},
    invitation::InvitationRequest,
    membership::Member,
    tenant::Tenant,
    update::Changes,
    user::UserType,
};

/// Who answers for a guest whom an application invites by itself.
fn app_only_sponsor(directory: &Tenant) -> Option<UserId> {
    let address = directory.policy.app_only_sponsor.as_deref()?;
    directory.user_with_address(address).map(|user| user.id)
}

impl World {
    pub(super) fn create_guest(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        request: &InvitationRequest,
        addresses: Addresses,
    ) -> UserId {
        let Some(directory) = self.tenant(tenant) else { return UserId(self.new_id()) };
        let mut user = self.newcomer(directory, cause, request.address.trim(), addresses);
        for sponsor in request.sponsors.iter().filter_map(|id| directory.sponsor(*id)) {
            match sponsor {
                Member::User(sponsor) => user.sponsors.push(sponsor),
                Member::Group(group) => user.sponsor_groups.push(group),
            }
        }
        if request.sponsors.is_empty() {
            user.sponsors = cause.actor.user.or_else(|| app_only_sponsor(directory)).into_iter().collect();
        }
        if let Some(name) = request.display_name.as_deref().filter(|name| !name.trim().is_empty()) {
            name.trim().clone_into(&mut user.display_name);
        }
        if request.as_member {
            user.user_type = UserType::Member;
        }
        let id = user.id;
        self.record(cause, Effect::UserCreated { tenant, user: Box::new(user) });
        id
    }

    /// Adds an alias to a guest whose home account was invited under another address.
    pub(crate) fn merge_alias(&mut self, cause: &Cause, tenant: TenantId, user: UserId, alias: &str) {
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
        self.record(cause, effect);
    }
}
