//! The `{tenant}` segment of an address.

use world::{
    World,
    ids::{AccountId, TenantId},
    registration::SignInAudience,
};

use crate::browser::error::EntraError;

/// The tenant of personal Microsoft accounts.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The authority that a `{tenant}` segment names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// One tenant.
    Tenant(TenantId),
    /// Several tenants.
    Any(MultiTenantAuthority),
}

/// An authority of more than one tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MultiTenantAuthority {
    /// `common`: work and personal accounts.
    Common,
    /// `organizations`: work accounts.
    Organizations,
    /// `consumers`: personal accounts.
    Consumers,
}

impl Authority {
    /// Reads the segment.
    pub fn named(world: &World, segment: &str) -> Result<Self, EntraError> {
        let any = match segment.to_ascii_lowercase().as_str() {
            "common" => Some(MultiTenantAuthority::Common),
            "organizations" => Some(MultiTenantAuthority::Organizations),
            "consumers" | CONSUMERS => Some(MultiTenantAuthority::Consumers),
            _ => None,
        };
        if let Some(any) = any {
            return Ok(Self::Any(any));
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

    /// The tenant of a request. For a multi-tenant authority it is the home tenant of the chosen account; before one is chosen, the application's own
    /// tenant.
    pub(super) fn tenant(
        self,
        world: &World,
        client_id: &str,
        picked: Option<AccountId>,
    ) -> Result<TenantId, EntraError> {
        let any = match self {
            Self::Tenant(tenant) => return Ok(tenant),
            Self::Any(any) => any,
        };
        let Some(client) = world.registered(client_id) else {
            return Err(unauthorized(client_id, "any directory"));
        };
        any.serves(world.registration(client.client_id).sign_in_audience, client_id)?;
        Ok(picked.and_then(|account| any.home(world, account)).unwrap_or(client.tenant_id))
    }

    /// Its name in the issuer.
    pub fn in_issuer(self) -> String {
        match self {
            Self::Tenant(tenant) => tenant.to_string(),
            Self::Any(MultiTenantAuthority::Consumers) => CONSUMERS.to_owned(),
            Self::Any(_) => "{tenantid}".to_owned(),
        }
    }
}

impl MultiTenantAuthority {
    /// Checks that applications of this audience may use this authority.
    pub(super) fn serves(self, audience: SignInAudience, client_id: &str) -> Result<(), EntraError> {
        let personal = matches!(
            audience,
            SignInAudience::AzureADandPersonalMicrosoftAccount | SignInAudience::PersonalMicrosoftAccount
        );
        match (self, audience) {
            (_, SignInAudience::AzureADMyOrg) => Err(EntraError::new(
                "invalid_request",
                50_194,
                &format!(
                    "Application '{client_id}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps. Use a tenant-specific endpoint or configure the application to be multi-tenant."
                ),
            )),
            // Unverified: the wording of these two.
            (Self::Consumers, _) if !personal => Err(unauthorized(client_id, "consumers")),
            (Self::Organizations, SignInAudience::PersonalMicrosoftAccount) => {
                Err(unauthorized(client_id, "work or school accounts"))
            }
            _ => Ok(()),
        }
    }

    /// The tenant that an account signs in to: its home tenant. Guest accounts in other tenants do not count.
    pub(super) fn home(self, world: &World, account: AccountId) -> Option<TenantId> {
        world.home_of(account).filter(|_| self != Self::Consumers)
    }
}

fn unauthorized(client_id: &str, whom: &str) -> EntraError {
    let sentence = format!("The client '{client_id}' does not exist or is not enabled for {whom}.");
    EntraError::new("unauthorized_client", 700_016, &sentence)
}

/// The issuer of a tenant as seen from an origin.
pub(super) fn issuer(origin: &str, tenant: &str) -> String {
    format!("{origin}/{tenant}/v2.0")
}
