//! Sponsors that a repeated invitation names. Nobody knows whether the real service adds them: a switch.

use uuid::Uuid;

use super::{
    World,
    effect::{Cause, Effect},
    ids::{TenantId, UserId},
    sponsor::MOST_SPONSORS,
};

impl World {
    /// Adds the people among the sponsors who are not there yet, as far as there is room for them.
    pub(super) fn sponsor_again(&mut self, cause: &Cause, tenant: TenantId, user: UserId, named: &[Uuid]) {
        let Some(directory) = self.tenant(tenant).filter(|own| own.policy.add_sponsors_on_repeat) else {
            return;
        };
        let Some(guest) = directory.user(user) else { return };
        let people = named.iter().map(|id| UserId(*id)).filter(|id| directory.user(*id).is_some());
        let new = people.filter(|sponsor| !guest.sponsors.contains(sponsor));
        let sponsors: Vec<_> = guest.sponsors.iter().copied().chain(new).take(MOST_SPONSORS).collect();
        if sponsors != guest.sponsors {
            self.record(cause, Effect::SponsorsChanged { tenant, user, sponsors });
        }
    }
}
