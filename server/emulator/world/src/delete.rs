//! Deleting users: they can be restored for thirty days ("Delete a user", "Restore deleted directory object item", Microsoft Graph).

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{
    World,
    effect::{Cause, Effect, Entry},
    ids::{TenantId, UserId},
    late::Api,
    tenant::Tenant,
    user::User,
};

/// How long a deleted user can be restored.
pub const RESTORABLE: Duration = Duration::days(30);

/// A deleted user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    /// The object as it was.
    pub user: User,
    /// `deletedDateTime`.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// Why a user is not restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestoreRefused {
    /// There is no such deleted user, or not any more.
    #[error("no such deleted user")]
    NotFound,
    /// By now another user has the principal name.
    #[error("the principal name is taken")]
    NameTaken,
    /// By now another object has an address.
    #[error("an address is taken")]
    AddressTaken,
}

impl Tenant {
    /// The deleted users that can still be restored.
    pub fn deleted_users(&self, now: OffsetDateTime) -> impl Iterator<Item = &Deleted> {
        self.deleted.values().filter(move |deleted| now < deleted.at + RESTORABLE)
    }

    /// The deleted user with this id, if it can still be restored.
    pub fn deleted_user(&self, id: UserId, now: OffsetDateTime) -> Option<&Deleted> {
        self.deleted.get(&id).filter(|deleted| now < deleted.at + RESTORABLE)
    }
}

impl World {
    /// Deletes a user that directory reads can see. False when there is none.
    pub fn delete_user(&mut self, cause: &Cause, tenant: TenantId, user: UserId) -> bool {
        let known = self.tenant(tenant).and_then(|directory| directory.user(user));
        let known = known.is_some_and(|user| user.is_visible_to(Api::Update, cause.now));
        if known {
            self.record(cause, Effect::UserDeleted { tenant, user });
        }
        known
    }

    /// Brings a deleted user back.
    pub fn restore_user(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        user: UserId,
    ) -> Result<(), RestoreRefused> {
        let directory = self.tenant(tenant).ok_or(RestoreRefused::NotFound)?;
        let deleted = &directory.deleted_user(user, cause.now).ok_or(RestoreRefused::NotFound)?.user;
        if directory.user_named(&deleted.user_principal_name).is_some() {
            return Err(RestoreRefused::NameTaken);
        }
        let proxies = deleted.proxy_addresses.iter().filter_map(|proxy| proxy.get(5..));
        let mut addresses = proxies.chain(deleted.mail.as_deref());
        if addresses.any(|address| directory.has_proxy_of_another(address, user)) {
            return Err(RestoreRefused::AddressTaken);
        }
        self.record(cause, Effect::UserRestored { tenant, user });
        Ok(())
    }

    /// Deletes a deleted user for good. False when there is none.
    pub fn erase_user(&mut self, cause: &Cause, tenant: TenantId, user: UserId) -> bool {
        let known =
            self.tenant(tenant).is_some_and(|directory| directory.deleted_user(user, cause.now).is_some());
        if known {
            self.record(cause, Effect::UserErased { tenant, user });
        }
        known
    }

    /// The guest for this address who was deleted last, where inviting brings such a one back: restored, by way of the switch.
    pub(super) fn restore_to_invite(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        address: &str,
    ) -> Option<UserId> {
        let directory = self.tenant(tenant).filter(|directory| directory.policy.reinvite_restores_deleted)?;
        let mut deleted: Vec<_> = directory
            .deleted_users(cause.now)
            .filter(|deleted| deleted.user.is_guest() && deleted.user.has_address(address))
            .collect();
        deleted.sort_by_key(|deleted| deleted.at);
        let user = deleted.last()?.user.id;
        self.restore_user(cause, tenant, user).ok().map(|()| user)
    }

    pub(super) fn bury(&mut self, entry: &Entry, tenant: TenantId, id: UserId) {
        let Some(directory) = self.tenants.get_mut(&tenant) else { return };
        if let Some(user) = directory.users.remove(&id) {
            directory.deleted.insert(id, Deleted { user, at: entry.at });
        }
    }

    pub(super) fn unbury(&mut self, tenant: TenantId, id: UserId) {
        let Some(directory) = self.tenants.get_mut(&tenant) else { return };
        if let Some(deleted) = directory.deleted.remove(&id) {
            directory.users.insert(deleted.user);
        }
    }

    pub(super) fn forget(&mut self, tenant: TenantId, id: UserId) {
        if let Some(directory) = self.tenants.get_mut(&tenant) {
            directory.deleted.remove(&id);
        }
    }
}
