//! Other tenants, as they show themselves to everybody.

use serde::Deserialize;

use crate::address::domain_segment;
use crate::client::Graph;
use crate::error::GraphError;
use crate::json::optional_text;

/// What a tenant shows to all others ("tenantInformation resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantInformation {
    /// `tenantId`
    #[serde(deserialize_with = "crate::json::id")]
    pub tenant_id: String,
    /// `displayName`: what the organization calls itself
    #[serde(default, deserialize_with = "optional_text")]
    pub display_name: Option<String>,
}

impl Graph {
    /// The tenant that has this domain ("tenantRelationship: findTenantInformationByDomainName"); none where Graph finds no tenant. Takes
    /// `CrossTenantInformation.ReadBasic.All`, which is within no other permission, and is there in every cloud. Graph finds tenants of its own cloud.
    pub async fn tenant_of_domain(&self, domain: &str) -> Result<Option<TenantInformation>, GraphError> {
        let segment = domain_segment(domain)?;
        let path = "/tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')";
        let call = self.get(path, &["tenantRelationships", &segment], &[])?;
        match self.read(&call).await {
            Ok(response) => response.decode().map(Some),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
