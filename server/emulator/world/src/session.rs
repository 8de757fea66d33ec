//! Sessions as the directory knows them: when they were all ended, and who has registered a second factor.

use time::OffsetDateTime;

use super::{
    World,
    account::Realm,
    effect::{Cause, Effect},
    ids::{TenantId, UserId},
    user::User,
};

impl World {
    /// Ends every session of a user: what was signed in before is not refreshed any more. False when there is no such user.
    pub fn revoke_sessions(&mut self, cause: &Cause, tenant: TenantId, user: UserId) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.user(user).is_some());
        if known {
            self.record(cause, Effect::SessionsRevoked { tenant, user });
        }
        known
    }

    /// Since when sessions of a user of this tenant count, if they were ended. Those of a guest are ended in the organization that is the
    /// guest's home, not here, unless the policy says otherwise ("Refresh tokens in the Microsoft identity platform").
    pub fn sessions_valid_from(&self, tenant: TenantId, user: &User) -> Option<OffsetDateTime> {
        let Some(there) = self.at_home(tenant, user) else { return user.sessions_valid_from };
        let policy = self.tenant(tenant).map(|directory| &directory.policy);
        let here =
            user.sessions_valid_from.filter(|_| policy.is_some_and(|policy| policy.guest_sessions_end_here));
        there.sessions_valid_from.max(here)
    }

    /// Whether what was signed in or issued at `seconds` since 1970 still counts for a user of this tenant.
    pub fn sessions_hold(&self, tenant: TenantId, user: &User, seconds: i64) -> bool {
        self.sessions_valid_from(tenant, user).is_none_or(|from| seconds >= from.unix_timestamp())
    }

    /// The same person in the organization that is a guest's home; none for who has no home in another organization.
    fn at_home(&self, tenant: TenantId, user: &User) -> Option<&User> {
        let account = self.account(user.account?)?;
        match account.realm {
            Realm::Entra(home) if home != tenant && user.is_external() => {
                self.tenant(home)?.user_of_account(account.id)
            }
            _ => None,
        }
    }

    /// Notes that a user has a second factor for this tenant.
    pub fn register_mfa(&mut self, cause: &Cause, tenant: TenantId, user: UserId) {
        self.record(cause, Effect::MfaRegistered { tenant, user });
    }
}
