//! The `{tenant}` segment of an address.

use super::EntraError;
use crate::world::{World, ids::TenantId};

/// The tenant of personal Microsoft accounts.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// What a `{tenant}` segment stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// One tenant.
    Tenant(TenantId),
    /// `common`, `organizations` or `consumers`.
    Any,
}

impl Authority {
    /// Reads the segment.
    pub fn named(world: &World, segment: &str) -> Result<Self, EntraError> {
        if ["common", "organizations", "consumers", CONSUMERS]
            .iter()
            .any(|any| segment.eq_ignore_ascii_case(any))
        {
            return Ok(Self::Any);
        }
        world.tenant_named(segment).map(|tenant| Self::Tenant(tenant.id)).ok_or_else(|| {
            EntraError::new(
                "invalid_request",
                90_002,
                &format!(
                    "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."
                ),
            )
        })
    }

    /// The tenant. Every application here is of one tenant only, so anything else is refused.
    pub fn tenant(self, client_id: &str) -> Result<TenantId, EntraError> {
        match self {
            Self::Tenant(tenant) => Ok(tenant),
            Self::Any => Err(EntraError::new(
                "invalid_request",
                50_194,
                &format!(
                    "Application '{client_id}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps. Use a tenant-specific endpoint or configure the application to be multi-tenant."
                ),
            )),
        }
    }

    /// How the issuer names it.
    pub fn in_issuer(self) -> String {
        match self {
            Self::Tenant(tenant) => tenant.to_string(),
            Self::Any => "{tenantid}".to_owned(),
        }
    }
}
