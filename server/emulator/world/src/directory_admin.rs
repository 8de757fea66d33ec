//! Changes of a directory that do not come through Graph: roles, synchronization, mail contacts, recipients that unsubscribe.

use uuid::Uuid;

use super::{
    World, address,
    effect::{Effect, EventMeta},
    ids::{TenantId, UserId},
    tenant::Tenant,
};

impl World {
    /// Replaces a user's directory roles (template ids).
    pub fn set_roles(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId, roles: Vec<Uuid>) {
        self.append(meta, Effect::RolesChanged { tenant, user, roles });
    }

    /// Marks a user as synchronized from on-premises under this name, or as not synchronized.
    pub fn synchronize(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId, name: Option<String>) {
        self.append(meta, Effect::Synchronized { tenant, user, user_principal_name: name });
    }

    /// Adds a mail contact to a directory.
    pub fn add_contact(&mut self, meta: &EventMeta, tenant: TenantId, address: &str) {
        self.append(meta, Effect::ContactCreated { tenant, address: address::canonical(address) });
    }

    /// Unsubscribes an address from a tenant's invitation mail.
    pub fn block_organization(&mut self, meta: &EventMeta, tenant: TenantId, address: &str) {
        self.append(meta, Effect::OrganizationBlocked { tenant, address: address::canonical(address) });
    }
}

impl Tenant {
    /// Whether a mail contact has this address.
    pub fn has_contact(&self, address: &str) -> bool {
        self.contacts.contains(&address::canonical(address))
    }

    /// Whether this address has unsubscribed from invitation mail.
    pub fn has_unsubscribed(&self, address: &str) -> bool {
        self.unsubscribed.contains(&address::canonical(address))
    }
}
