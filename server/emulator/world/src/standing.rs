//! What others than Graph's callers bring about in a directory: roles, synchronization, mail contacts, recipients that want no more mail.

use uuid::Uuid;

use super::{
    World, address,
    effect::{Cause, Effect},
    ids::{TenantId, UserId},
    tenant::Tenant,
};

impl World {
    /// Gives a user these directory roles (template ids) instead of the present ones.
    pub fn set_roles(&mut self, cause: &Cause, tenant: TenantId, user: UserId, roles: Vec<Uuid>) {
        self.record(cause, Effect::RolesChanged { tenant, user, roles });
    }

    /// Notes that a user is synchronized from elsewhere under this name, or from nowhere.
    pub fn synchronize(&mut self, cause: &Cause, tenant: TenantId, user: UserId, name: Option<String>) {
        self.record(cause, Effect::Synchronized { tenant, user, user_principal_name: name });
    }

    /// Adds a mail contact to a directory.
    pub fn add_contact(&mut self, cause: &Cause, tenant: TenantId, address: &str) {
        self.record(cause, Effect::ContactCreated { tenant, address: address::canonical(address) });
    }

    /// Notes that an address wants no more invitation mail from a tenant.
    pub fn block_organization(&mut self, cause: &Cause, tenant: TenantId, address: &str) {
        self.record(cause, Effect::OrganizationBlocked { tenant, address: address::canonical(address) });
    }
}

impl Tenant {
    /// Whether a mail contact has this address.
    pub fn has_contact(&self, address: &str) -> bool {
        self.contacts.contains(&address::canonical(address))
    }

    /// Whether this address wants no invitation mail.
    pub fn is_unwanted_by(&self, address: &str) -> bool {
        self.unsubscribed.contains(&address::canonical(address))
    }
}
