//! Cross-tenant access: which tenants let each other's people in and out, and who is not asked for consent ("Cross-tenant access overview").

use super::{
    World, address,
    ids::{AccountId, TenantId},
    tenant::Tenant,
};

/// Which side refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrossTenantBlock {
    /// The home does not let its people out.
    Outbound,
    /// The host does not let them in.
    Inbound,
}

impl Tenant {
    /// Whether a list of ids and domains names this tenant.
    pub fn is_named_in(&self, list: &[String]) -> bool {
        list.iter().any(|entry| entry.parse() == Ok(self.id) || self.owns_domain(entry))
    }

    /// What keeps people of `home` out of this tenant.
    pub fn blocks(&self, home: &Self) -> Option<CrossTenantBlock> {
        if home.id == self.id {
            None
        } else if self.is_named_in(&home.policy.blocked_resource_tenants) {
            Some(CrossTenantBlock::Outbound)
        } else if home.is_named_in(&self.policy.blocked_home_tenants) {
            Some(CrossTenantBlock::Inbound)
        } else {
            None
        }
    }
}

impl World {
    /// The tenant that an address belongs to by its domain.
    pub fn tenant_of_address(&self, address: &str) -> Option<&Tenant> {
        let domain = address::domain(address);
        self.tenants().find(|tenant| tenant.owns_domain(&domain))
    }

    /// What keeps an address out of a tenant.
    pub fn blocks_address(&self, host: &Tenant, address: &str) -> Option<CrossTenantBlock> {
        self.tenant_of_address(address).and_then(|home| host.blocks(home))
    }

    /// Whether "Review permissions" is skipped: both sides have switched it off for each other.
    pub fn consents_by_itself(&self, host: TenantId, account: AccountId) -> bool {
        let home = self.home_of(account).and_then(|home| self.tenant(home));
        let (Some(host), Some(home)) = (self.tenant(host), home) else { return false };
        home.is_named_in(&host.policy.automatic_consent_inbound)
            && host.is_named_in(&home.policy.automatic_consent_outbound)
    }
}
