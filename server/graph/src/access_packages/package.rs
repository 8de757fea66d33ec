//! Access packages and their policies.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::json::{optional_bool, optional_text, text};

/// An access package of the tenant ("accessPackage resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessPackage {
    /// `id`
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `displayName`
    #[serde(default, deserialize_with = "optional_text")]
    pub display_name: Option<String>,
    /// `description`
    #[serde(default, deserialize_with = "optional_text")]
    pub description: Option<String>,
    /// `isHidden`: found by its address only; absent if Graph did not say
    #[serde(default, deserialize_with = "optional_bool")]
    pub is_hidden: Option<bool>,
    /// `assignmentPolicies`; empty where they were not asked for
    #[serde(default, rename = "assignmentPolicies", deserialize_with = "crate::json::list")]
    pub policies: Vec<AssignmentPolicy>,
}

/// By which rules an access package is assigned ("accessPackageAssignmentPolicy resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentPolicy {
    /// `id`
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `displayName`
    #[serde(default, deserialize_with = "optional_text")]
    pub display_name: Option<String>,
    /// `description`
    #[serde(default, deserialize_with = "optional_text")]
    pub description: Option<String>,
    /// `allowedTargetScope`: who can be assigned through it
    #[serde(default, rename = "allowedTargetScope")]
    pub allowed_targets: AllowedTargets,
    /// `automaticRequestSettings`: there only where a rule assigns by itself
    #[serde(default, rename = "automaticRequestSettings", deserialize_with = "is_given")]
    pub is_automatic: bool,
}

/// `allowedTargetScope` of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedTargets {
    /// `notSpecified`: nobody asks for it; administrators assign directly
    NotSpecified,
    /// `specificDirectoryUsers`
    SpecificDirectoryUsers,
    /// `specificConnectedOrganizationUsers`
    SpecificConnectedOrganizationUsers,
    /// `specificDirectoryServicePrincipals`
    SpecificDirectoryServicePrincipals,
    /// `allMemberUsers`: no guests
    AllMemberUsers,
    /// `allDirectoryUsers`: guests too
    AllDirectoryUsers,
    /// `allDirectoryServicePrincipals`
    AllDirectoryServicePrincipals,
    /// `allConfiguredConnectedOrganizationUsers`
    AllConfiguredConnectedOrganizationUsers,
    /// `allExternalUsers`: also of organisations that are not connected
    AllExternalUsers,
    /// A value that we do not know, as it came; empty if there was none.
    Other(String),
}

impl Default for AllowedTargets {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl<'de> Deserialize<'de> for AllowedTargets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let scope = text(&Value::deserialize(deserializer)?).unwrap_or_default();
        Ok(match scope.as_str() {
            "notSpecified" => Self::NotSpecified,
            "specificDirectoryUsers" => Self::SpecificDirectoryUsers,
            "specificConnectedOrganizationUsers" => Self::SpecificConnectedOrganizationUsers,
            "specificDirectoryServicePrincipals" => Self::SpecificDirectoryServicePrincipals,
            "allMemberUsers" => Self::AllMemberUsers,
            "allDirectoryUsers" => Self::AllDirectoryUsers,
            "allDirectoryServicePrincipals" => Self::AllDirectoryServicePrincipals,
            "allConfiguredConnectedOrganizationUsers" => Self::AllConfiguredConnectedOrganizationUsers,
            "allExternalUsers" => Self::AllExternalUsers,
            _ => Self::Other(scope),
        })
    }
}

fn is_given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(!Value::deserialize(deserializer)?.is_null())
}
