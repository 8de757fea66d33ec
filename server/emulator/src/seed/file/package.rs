//! Access packages of a tenant.

use serde::Deserialize;
use toml::Spanned;
use uuid::Uuid;
use world::entitlement::{AccessPackage, AccessPolicy, ResourceRole};

use super::{TenantBuilder, reference};
use crate::seed::error::SeedIssue;

/// An access package. Groups are named by id or display name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PackageEntry {
    id: Uuid,
    display_name: String,
    description: String,
    groups: Vec<Spanned<String>>,
    policies: Vec<PackagePolicy>,
}

/// An assignment policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PackagePolicy {
    id: Uuid,
    display_name: String,
    #[serde(default)]
    self_service: bool,
    #[serde(default)]
    approval: bool,
}

impl PackageEntry {
    pub(super) fn add_to(&self, builder: &mut TenantBuilder<'_>) -> Result<(), SeedIssue> {
        let policy = |policy: &PackagePolicy| AccessPolicy {
            id: policy.id,
            display_name: policy.display_name.clone(),
            self_service: policy.self_service,
            approval: policy.approval,
        };
        let grant = |name| reference::group(builder.tenant, name).map(ResourceRole::Group);
        let package = AccessPackage {
            id: self.id,
            display_name: self.display_name.clone(),
            description: self.description.clone(),
            policies: self.policies.iter().map(policy).collect(),
            grants: self.groups.iter().map(grant).collect::<Result<_, _>>()?,
            created: builder.created,
        };
        builder.tenant.entitlement.packages.insert(package.id, package);
        Ok(())
    }
}
