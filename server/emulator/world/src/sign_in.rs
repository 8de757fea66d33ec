//! Which user of a tenant an account signs in as.

use super::{
    World,
    ids::{AccountId, TenantId},
    tenant::role,
    user::User,
};

/// The outcome of signing in to a tenant with an account.
#[derive(Debug, Clone, PartialEq)]
pub enum SignInOutcome<'a> {
    /// The account signs in as this user.
    Allowed(&'a User),
    /// A guest that has to redeem first.
    MustRedeem(&'a User),
    /// The user is blocked from signing in.
    Blocked(&'a User),
    /// The tenant has no user for the account.
    Unknown,
}

impl World {
    /// The user of the tenant that this account signs in as.
    pub fn sign_in(&self, tenant: TenantId, account: AccountId) -> SignInOutcome<'_> {
        let Some(directory) = self.tenant(tenant) else { return SignInOutcome::Unknown };
        let user = directory.user_of_account(account);
        match user {
            Some(user) if user.account_enabled => return SignInOutcome::Allowed(user),
            Some(user) => return SignInOutcome::Blocked(user),
            None => {}
        }
        match self.pending_guest_for(tenant, account).and_then(|id| directory.user(id)) {
            Some(user) if user.account_enabled => SignInOutcome::MustRedeem(user),
            Some(user) => SignInOutcome::Blocked(user),
            None => SignInOutcome::Unknown,
        }
    }
}

impl User {
    /// The `wids` claim: the directory roles of the user, or the default role.
    pub fn role_template_ids(&self) -> Vec<uuid::Uuid> {
        let mut ids = self.directory_roles.clone();
        ids.push(if self.is_guest() { role::GUEST_USER } else { role::USER });
        ids
    }
}
