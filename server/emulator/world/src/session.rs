//! Sessions, as the directory knows them: when all sessions of a user were revoked, and who has registered a second factor.

use time::OffsetDateTime;

use super::{
    World,
    account::Realm,
    effect::{Effect, EventMeta},
    ids::{TenantId, UserId},
    user::User,
};

impl World {
    /// Revokes every session of a user: earlier refresh tokens are invalid from now on. False when there is no such user.
    pub fn revoke_sessions(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.user(user).is_some());
        if known {
            self.append(meta, Effect::SessionsRevoked { tenant, user });
        }
        known
    }

    /// When the sessions of a user of this tenant were last revoked, if ever. A guest's sessions are revoked in the home tenant, not here, unless the
    /// policy says otherwise ("Refresh tokens in the Microsoft identity platform").
    pub fn sessions_valid_from(&self, tenant: TenantId, user: &User) -> Option<OffsetDateTime> {
        let Some(there) = self.home_user(tenant, user) else { return user.sessions_valid_from };
        let policy = self.tenant(tenant).map(|directory| &directory.policy);
        let here =
            user.sessions_valid_from.filter(|_| policy.is_some_and(|policy| policy.guest_sessions_end_here));
        there.sessions_valid_from.max(here)
    }

    /// Whether a sign-in or token from `seconds` since 1970 was not revoked since, for a user of this tenant.
    pub fn session_is_valid(&self, tenant: TenantId, user: &User, seconds: i64) -> bool {
        self.sessions_valid_from(tenant, user).is_none_or(|from| seconds >= from.unix_timestamp())
    }

    /// The user object of a guest in the home tenant; none when the home is no other tenant.
    fn home_user(&self, tenant: TenantId, user: &User) -> Option<&User> {
        let account = self.account(user.account?)?;
        match account.realm {
            Realm::Entra(home) if home != tenant && user.is_external() => {
                self.tenant(home)?.user_of_account(account.id)
            }
            _ => None,
        }
    }

    /// Records that a user has registered a second factor in this tenant.
    pub fn register_mfa(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId) {
        self.append(meta, Effect::MfaRegistered { tenant, user });
    }
}
