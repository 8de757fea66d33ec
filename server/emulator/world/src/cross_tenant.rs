//! Cross-tenant access: which tenants accept whose users, and where the consent prompt is skipped ("Cross-tenant access overview").

use super::{
    World, address,
    ids::{AccountId, TenantId},
    tenant::Tenant,
};

/// Which side's policy refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrossTenantBlock {
    /// The home tenant's outbound policy.
    Outbound,
    /// The resource tenant's inbound policy.
    Inbound,
}

impl Tenant {
    /// Whether a list of ids and domains names this tenant.
    pub fn is_named_in(&self, list: &[String]) -> bool {
        list.iter().any(|entry| entry.parse() == Ok(self.id) || self.owns_domain(entry))
    }

    /// The policy that keeps users of `home` out of this tenant, if any.
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

    /// The policy that keeps the owner of an address out of a tenant, if any.
    pub fn blocks_address(&self, host: &Tenant, address: &str) -> Option<CrossTenantBlock> {
        self.tenant_of_address(address).and_then(|home| host.blocks(home))
    }

    /// Whether "Review permissions" is skipped: both tenants have switched it off for each other.
    pub fn skips_consent(&self, host: TenantId, account: AccountId) -> bool {
        let home = self.home_of(account).and_then(|home| self.tenant(home));
        let (Some(host), Some(home)) = (self.tenant(host), home) else { return false };
        home.is_named_in(&host.policy.automatic_consent_inbound)
            && host.is_named_in(&home.policy.automatic_consent_outbound)
    }
}
