//! Terms of use, which external users accept once.

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{TenantId, UserId},
};

impl World {
    /// The terms of use that an external user has not accepted yet.
    pub fn terms_for(&self, tenant: TenantId, user: UserId) -> Option<&str> {
        let directory = self.tenant(tenant)?;
        let user = directory.user(user)?;
        let asked = user.is_external() && user.terms_accepted.is_none();
        directory.policy.terms_of_use.as_deref().filter(|_| asked)
    }

    /// Records that a user accepted the terms of use.
    pub fn accept_terms(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId) {
        if self.terms_for(tenant, user).is_some() {
            self.append(meta, Effect::TermsAccepted { tenant, user });
        }
    }
}
