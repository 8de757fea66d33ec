//! Which user of a tenant an account signs in as.

use super::{
    World,
    ids::{AccountId, TenantId},
    tenant::role,
    user::User,
};

/// What signing in to a tenant with an account comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum SignIn<'a> {
    /// The user.
    Welcome(&'a User),
    /// A guest that has to redeem first.
    MustRedeem(&'a User),
    /// The user is blocked.
    Blocked(&'a User),
    /// The tenant does not know the account.
    Unknown,
}

impl World {
    /// Which user of the tenant this account is.
    pub fn sign_in(&self, tenant: TenantId, account: AccountId) -> SignIn<'_> {
        let Some(directory) = self.tenant(tenant) else { return SignIn::Unknown };
        let user = directory.user_of_account(account);
        match user {
            Some(user) if user.account_enabled => return SignIn::Welcome(user),
            Some(user) => return SignIn::Blocked(user),
            None => {}
        }
        match self.pending_guest_for(tenant, account).and_then(|id| directory.user(id)) {
            Some(user) if user.account_enabled => SignIn::MustRedeem(user),
            Some(user) => SignIn::Blocked(user),
            None => SignIn::Unknown,
        }
    }
}

impl User {
    /// The `wids` claim: directory roles held, or the one that everybody has.
    pub fn role_template_ids(&self) -> Vec<uuid::Uuid> {
        let mut ids = self.directory_roles.clone();
        ids.push(if self.is_guest() { role::GUEST_USER } else { role::USER });
        ids
    }
}
