//! Sponsors that a repeated invitation names. Nobody knows whether the real service adds them: a switch.

use uuid::Uuid;

use super::{
    World,
    effect::Cause,
    ids::{TenantId, UserId},
    sponsor::MOST_SPONSORS,
};

impl World {
    /// Adds the named sponsors who are not there yet, as far as there is room for them.
    pub(super) fn sponsor_again(&mut self, cause: &Cause, tenant: TenantId, user: UserId, named: &[Uuid]) {
        let Some(directory) = self.tenant(tenant).filter(|own| own.policy.add_sponsors_on_repeat) else {
            return;
        };
        let Some(guest) = directory.user(user) else { return };
        let before: Vec<_> = guest.all_sponsors().collect();
        let known = named.iter().filter_map(|id| directory.sponsor(*id));
        let new = known.filter(|sponsor| !before.contains(sponsor));
        let sponsors: Vec<_> = before.iter().copied().chain(new).take(MOST_SPONSORS).collect();
        if sponsors != before {
            self.set_sponsors(cause, tenant, user, sponsors);
        }
    }
}
