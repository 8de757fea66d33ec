//! What an application was permitted.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::address::{app_id_segment, object_id};
use crate::app_roles::AppRoleAssignment;
use crate::client::Graph;
use crate::error::GraphError;
use crate::json::{optional_text, text};

/// The application id of Microsoft Graph itself, the same in every cloud ("Application IDs of commonly used Microsoft applications").
pub const MICROSOFT_GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// Delegated permissions that an application has on another, for everybody or for one user ("oAuth2PermissionGrant resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DelegatedPermissions {
    /// `id`: opaque, no object id
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `clientId`: the service principal that may act
    #[serde(deserialize_with = "crate::json::id")]
    pub client_id: String,
    /// `consentType`
    #[serde(default)]
    pub consent_type: ConsentType,
    /// `principalId`: the one user, where it is for one
    #[serde(default, deserialize_with = "optional_text")]
    pub principal_id: Option<String>,
    /// `resourceId`: the service principal of the interface, such as Microsoft Graph's
    #[serde(deserialize_with = "crate::json::id")]
    pub resource_id: String,
    /// `scope`, taken apart: values such as `User.Invite.All`
    #[serde(default, rename = "scope", deserialize_with = "words")]
    pub scopes: Vec<String>,
}

/// Whom a consent covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConsentType {
    /// `AllPrincipals`: everybody; an administrator consented
    AllPrincipals,
    /// `Principal`: one user
    Principal,
    /// Nothing, or a value that we do not know.
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for ConsentType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)?.as_str() {
            Some("AllPrincipals") => Self::AllPrincipals,
            Some("Principal") => Self::Principal,
            _ => Self::Other,
        })
    }
}

/// The words of one text; there may be spaces around them.
fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let scope = text(&Value::deserialize(deserializer)?).unwrap_or_default();
    Ok(scope.split_whitespace().map(str::to_owned).collect())
}

impl Graph {
    /// The application permissions that an application was granted, as roles of the interfaces that define them ("List appRoleAssignments granted
    /// to a service principal"). `client` is its service principal's object id.
    pub async fn application_permissions(&self, client: &str) -> Result<Vec<AppRoleAssignment>, GraphError> {
        let segments = ["servicePrincipals", object_id(client)?, "appRoleAssignments"];
        self.all_pages(self.get("/servicePrincipals/{id}/appRoleAssignments", &segments, &[])?).await
    }

    /// The delegated permissions that an application was granted, by administrators and by single users ("List oauth2PermissionGrants").
    pub async fn delegated_permissions(&self, client: &str) -> Result<Vec<DelegatedPermissions>, GraphError> {
        let segments = ["servicePrincipals", object_id(client)?, "oauth2PermissionGrants"];
        self.all_pages(self.get("/servicePrincipals/{id}/oauth2PermissionGrants", &segments, &[])?).await
    }

    /// The same of an application by its application (client) id. Takes `Directory.Read.All` of the application.
    pub async fn delegated_permissions_of(
        &self,
        app_id: &str,
    ) -> Result<Vec<DelegatedPermissions>, GraphError> {
        let segment = app_id_segment(app_id)?;
        let path = "/servicePrincipals(appId='{id}')/oauth2PermissionGrants";
        self.all_pages(self.get(path, &[&segment, "oauth2PermissionGrants"], &[])?).await
    }
}
