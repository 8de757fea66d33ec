//! Access packages of a tenant.

use serde::Deserialize;
use toml::Spanned;
use uuid::Uuid;
use world::entitlement::{AccessPackage, AccessPolicy, ResourceRole};

use super::{Place, reference};
use crate::seed::error::Flaw;

/// An access package. Groups are named by id or display name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Package {
    id: Uuid,
    display_name: String,
    description: String,
    groups: Vec<Spanned<String>>,
    policies: Vec<Policy>,
}

/// Who may ask for it, and how.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Policy {
    id: Uuid,
    display_name: String,
    #[serde(default)]
    self_service: bool,
    #[serde(default)]
    approval: bool,
}

impl Package {
    pub(super) fn add_to(&self, place: &mut Place<'_>) -> Result<(), Flaw> {
        let policy = |policy: &Policy| AccessPolicy {
            id: policy.id,
            display_name: policy.display_name.clone(),
            self_service: policy.self_service,
            approval: policy.approval,
        };
        let grant = |name| reference::group(place.tenant, name).map(ResourceRole::Group);
        let package = AccessPackage {
            id: self.id,
            display_name: self.display_name.clone(),
            description: self.description.clone(),
            policies: self.policies.iter().map(policy).collect(),
            grants: self.groups.iter().map(grant).collect::<Result<_, _>>()?,
            created: place.created,
        };
        place.tenant.entitlement.packages.insert(package.id, package);
        Ok(())
    }
}
