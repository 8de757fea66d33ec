//! Terms of use: shown to people from outside once.

use super::{
    World,
    effect::{Cause, Effect},
    ids::{TenantId, UserId},
};

impl World {
    /// The terms that an external user has yet to accept.
    pub fn terms_for(&self, tenant: TenantId, user: UserId) -> Option<&str> {
        let directory = self.tenant(tenant)?;
        let user = directory.user(user)?;
        let asked = user.is_external() && user.terms_accepted.is_none();
        directory.policy.terms_of_use.as_deref().filter(|_| asked)
    }

    /// Notes that a user accepted the terms.
    pub fn accept_terms(&mut self, cause: &Cause, tenant: TenantId, user: UserId) {
        if self.terms_for(tenant, user).is_some() {
            self.record(cause, Effect::TermsAccepted { tenant, user });
        }
    }
}
