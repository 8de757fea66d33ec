//! Deleted users, who can be restored for thirty days ("Delete a user", "Restore deleted directory object item", Microsoft Graph).

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{
    World,
    effect::{Effect, EventMeta, LedgerEntry},
    ids::{TenantId, UserId},
    tenant::Tenant,
    user::User,
    visibility_lag::Api,
};

/// How long a deleted user can be restored.
pub const RESTORE_PERIOD: Duration = Duration::days(30);

/// A deleted user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    /// The user object as it was.
    pub user: User,
    /// `deletedDateTime`.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// Why a user is not restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestoreRefused {
    /// There is no such deleted user, or its thirty days are over.
    #[error("no such deleted user")]
    NotFound,
    /// Another user has the principal name by now.
    #[error("the principal name is taken")]
    NameTaken,
    /// Another object has one of the addresses by now.
    #[error("an address is taken")]
    AddressTaken,
}

impl Tenant {
    /// The deleted users that can still be restored.
    pub fn deleted_users(&self, now: OffsetDateTime) -> impl Iterator<Item = &Deleted> {
        self.deleted.values().filter(move |deleted| now < deleted.at + RESTORE_PERIOD)
    }

    /// The deleted user with this id, if it can still be restored.
    pub fn deleted_user(&self, id: UserId, now: OffsetDateTime) -> Option<&Deleted> {
        self.deleted.get(&id).filter(|deleted| now < deleted.at + RESTORE_PERIOD)
    }
}

impl World {
    /// Deletes a user that directory reads can see. False when there is none.
    pub fn delete_user(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId) -> bool {
        let known = self.tenant(tenant).and_then(|directory| directory.user(user));
        let known = known.is_some_and(|user| user.is_visible_to(Api::Update, meta.now));
        if known {
            self.append(meta, Effect::UserDeleted { tenant, user });
        }
        known
    }

    /// Restores a deleted user.
    pub fn restore_user(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
    ) -> Result<(), RestoreRefused> {
        let directory = self.tenant(tenant).ok_or(RestoreRefused::NotFound)?;
        let deleted = &directory.deleted_user(user, meta.now).ok_or(RestoreRefused::NotFound)?.user;
        if directory.user_named(&deleted.user_principal_name).is_some() {
            return Err(RestoreRefused::NameTaken);
        }
        let proxies = deleted.proxy_addresses.iter().filter_map(|proxy| proxy.get(5..));
        let mut addresses = proxies.chain(deleted.mail.as_deref());
        if addresses.any(|address| directory.has_proxy_of_another(address, user)) {
            return Err(RestoreRefused::AddressTaken);
        }
        self.append(meta, Effect::UserRestored { tenant, user });
        Ok(())
    }

    /// Permanently deletes a deleted user. False when there is none.
    pub fn erase_user(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId) -> bool {
        let known =
            self.tenant(tenant).is_some_and(|directory| directory.deleted_user(user, meta.now).is_some());
        if known {
            self.append(meta, Effect::UserErased { tenant, user });
        }
        known
    }

    /// Restores the guest of this address who was deleted last, where the policy says that a new invitation does so (`reinvite_restores_deleted`).
    pub(super) fn restore_to_invite(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        address: &str,
    ) -> Option<UserId> {
        let directory = self.tenant(tenant).filter(|directory| directory.policy.reinvite_restores_deleted)?;
        let mut deleted: Vec<_> = directory
            .deleted_users(meta.now)
            .filter(|deleted| deleted.user.is_guest() && deleted.user.has_address(address))
            .collect();
        deleted.sort_by_key(|deleted| deleted.at);
        let user = deleted.last()?.user.id;
        self.restore_user(meta, tenant, user).ok().map(|()| user)
    }

    pub(super) fn soft_delete(&mut self, entry: &LedgerEntry, tenant: TenantId, id: UserId) {
        let Some(directory) = self.tenants.get_mut(&tenant) else { return };
        if let Some(user) = directory.users.remove(&id) {
            directory.deleted.insert(id, Deleted { user, at: entry.at });
        }
    }

    pub(super) fn restore_deleted(&mut self, tenant: TenantId, id: UserId) {
        let Some(directory) = self.tenants.get_mut(&tenant) else { return };
        if let Some(deleted) = directory.deleted.remove(&id) {
            directory.users.insert(deleted.user);
        }
    }

    pub(super) fn purge_deleted(&mut self, tenant: TenantId, id: UserId) {
        if let Some(directory) = self.tenants.get_mut(&tenant) {
            directory.deleted.remove(&id);
        }
    }
}
