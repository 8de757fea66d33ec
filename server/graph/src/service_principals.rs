//! Applications as the tenant knows them: service principals.

use serde::Deserialize;

use crate::address::{app_id_segment, object_id};
use crate::client::Graph;
use crate::error::GraphError;
use crate::json::{optional_bool, optional_text, texts};
use crate::search::Search;

const SELECT: &str = "id,appId,displayName,appRoles,appRoleAssignmentRequired";

/// An application in this tenant ("servicePrincipal resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// The object id in this tenant: what role assignments name.
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `appId`: the application's own id, the same in every tenant
    #[serde(default, deserialize_with = "optional_text")]
    pub app_id: Option<String>,
    /// `displayName`
    #[serde(default, deserialize_with = "optional_text")]
    pub display_name: Option<String>,
    /// `appRoles`
    #[serde(default, deserialize_with = "crate::json::list")]
    pub app_roles: Vec<AppRole>,
    /// `appRoleAssignmentRequired`: whoever has no role cannot sign in; absent if Graph did not say
    #[serde(default, rename = "appRoleAssignmentRequired", deserialize_with = "optional_bool")]
    pub assignment_required: Option<bool>,
}

/// A role that an application defines ("appRole resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRole {
    /// `id`
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `displayName`
    #[serde(default, deserialize_with = "optional_text")]
    pub display_name: Option<String>,
    /// `value`: what stands in the `roles` claim
    #[serde(default, deserialize_with = "optional_text")]
    pub value: Option<String>,
    /// `isEnabled`; absent if Graph did not say
    #[serde(default, deserialize_with = "optional_bool")]
    pub is_enabled: Option<bool>,
    /// `allowedMemberTypes`: `User` stands for users and groups, `Application` for other applications
    #[serde(default, deserialize_with = "texts")]
    pub allowed_member_types: Vec<String>,
}

impl AppRole {
    /// Whether users and groups can be assigned to it.
    pub fn is_for_users(&self) -> bool {
        self.is_enabled == Some(true)
            && self.allowed_member_types.iter().any(|kind| kind.eq_ignore_ascii_case("User"))
    }
}

impl Graph {
    /// An application of this tenant by its application (client) id ("Get servicePrincipal").
    pub async fn service_principal_of(&self, app_id: &str) -> Result<ServicePrincipal, GraphError> {
        let segment = app_id_segment(app_id)?;
        let call = self.get("/servicePrincipals(appId='{id}')", &[&segment], &[("$select", SELECT)])?;
        self.read(&call).await?.decode()
    }

    /// An application of this tenant by the object id that it has there ("Get servicePrincipal").
    pub async fn service_principal(&self, id: &str) -> Result<ServicePrincipal, GraphError> {
        let segments = ["servicePrincipals", object_id(id)?];
        let call = self.get("/servicePrincipals/{id}", &segments, &[("$select", SELECT)])?;
        self.read(&call).await?.decode()
    }

    /// At most `top` applications in whose display name a word starts with each word of this text ("List servicePrincipals", `$search`). Nothing
    /// typed finds none. Served from an index that lags behind.
    pub async fn find_service_principals(
        &self,
        text: &str,
        top: u8,
    ) -> Result<Vec<ServicePrincipal>, GraphError> {
        let Some(search) = Search::parse(text).filter(|_| top > 0) else { return Ok(Vec::new()) };
        let call = self.search_call("/servicePrincipals", "servicePrincipals", SELECT, &search, top)?;
        let mut found: Vec<ServicePrincipal> = self.first_page(&call).await?;
        found.retain(|principal| search.has_left_out(principal.display_name.as_deref()));
        Ok(found)
    }
}
