//! Sessions as the directory knows them: when they were all ended, and who has registered a second factor.

use time::OffsetDateTime;

use super::{
    World,
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

    /// Notes that a user has a second factor for this tenant.
    pub fn register_mfa(&mut self, cause: &Cause, tenant: TenantId, user: UserId) {
        self.record(cause, Effect::MfaRegistered { tenant, user });
    }
}

impl User {
    /// Whether what was signed in or issued at `seconds` since 1970 still counts.
    pub fn sessions_hold(&self, seconds: i64) -> bool {
        self.sessions_valid_from.is_none_or(|from: OffsetDateTime| seconds >= from.unix_timestamp())
    }
}
