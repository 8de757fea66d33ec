//! Sponsors that a repeated invitation names. It is unverified whether the real service adds them, therefore a switch.

use uuid::Uuid;

use super::{
    World,
    effect::EventMeta,
    ids::{TenantId, UserId},
    sponsor::MAX_SPONSORS,
};

impl World {
    /// Adds the named sponsors that are missing, up to the maximum number.
    pub(super) fn add_sponsors_on_repeat(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        named: &[Uuid],
    ) {
        let Some(directory) = self.tenant(tenant).filter(|own| own.policy.add_sponsors_on_repeat) else {
            return;
        };
        let Some(guest) = directory.user(user) else { return };
        let before: Vec<_> = guest.all_sponsors().collect();
        let known = named.iter().filter_map(|id| directory.sponsor(*id));
        let new = known.filter(|sponsor| !before.contains(sponsor));
        let sponsors: Vec<_> = before.iter().copied().chain(new).take(MAX_SPONSORS).collect();
        if sponsors != before {
            self.set_sponsors(meta, tenant, user, sponsors);
        }
    }
}
