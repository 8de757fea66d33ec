//! Who has which role of an application.

use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::address::{object_id, opaque_key};
use crate::client::Graph;
use crate::effect::Effect;
use crate::error::GraphError;
use crate::json::optional_text;

/// The role that stands for an assignment without a role, where an application defines none.
pub const NO_APP_ROLE: &str = "00000000-0000-0000-0000-000000000000";

/// The most that directory lists are documented to take.
const PAGE_SIZE: &str = "999";

/// Somebody has a role of an application ("appRoleAssignment resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// `id`: opaque, no object id
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `appRoleId`; [`NO_APP_ROLE`] if none
    #[serde(deserialize_with = "crate::json::id")]
    pub app_role_id: String,
    /// `principalId`: who has the role
    #[serde(deserialize_with = "crate::json::id")]
    pub principal_id: String,
    /// `principalType`
    #[serde(default)]
    pub principal_type: PrincipalType,
    /// `principalDisplayName`
    #[serde(default, deserialize_with = "optional_text")]
    pub principal_display_name: Option<String>,
    /// `resourceId`: the service principal that defines the role
    #[serde(deserialize_with = "crate::json::id")]
    pub resource_id: String,
    /// `resourceDisplayName`
    #[serde(default, deserialize_with = "optional_text")]
    pub resource_display_name: Option<String>,
    /// `createdDateTime`
    #[serde(default, rename = "createdDateTime", deserialize_with = "crate::json::optional_time")]
    pub created_at: Option<OffsetDateTime>,
}

/// `principalType` of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrincipalType {
    /// `User`
    User,
    /// `Group`: its direct members have the role
    Group,
    /// `ServicePrincipal`: the role is an application permission
    ServicePrincipal,
    /// Nothing, or a value that we do not know.
    #[default]
    Other,
}

impl<'de> Deserialize<'de> for PrincipalType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)?.as_str() {
            Some("User") => Self::User,
            Some("Group") => Self::Group,
            Some("ServicePrincipal") => Self::ServicePrincipal,
            _ => Self::Other,
        })
    }
}

/// What assigning a role did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppRoleAssigned {
    /// The assignment was made now.
    Made(AppRoleAssignment),
    /// There was one before; Graph does not say which.
    AlreadySo,
}

impl Graph {
    /// The roles of one application that a user has ("List appRoleAssignments granted to a user"): their own, and those of groups that they are a
    /// direct member of, which [`AppRoleAssignment::principal_type`] tells apart. `resource` is the service principal's object id.
    pub async fn app_roles_of_user(
        &self,
        user: &str,
        resource: &str,
    ) -> Result<Vec<AppRoleAssignment>, GraphError> {
        let segments = ["users", object_id(user)?, "appRoleAssignments"];
        let filter = format!("resourceId eq {}", object_id(resource)?);
        let call = self.get("/users/{id}/appRoleAssignments", &segments, &[("$filter", &filter)])?;
        self.all_pages(call).await
    }

    /// The roles of applications that a group is assigned ("List appRoleAssignments granted to a group"). What it has through a group that it is in, it
    /// has not, and is not listed. Takes `AppRoleAssignment.ReadWrite.All` or `Directory.Read.All` of the application.
    pub async fn app_roles_of_group(&self, group: &str) -> Result<Vec<AppRoleAssignment>, GraphError> {
        let segments = ["groups", object_id(group)?, "appRoleAssignments"];
        self.all_pages(self.get("/groups/{id}/appRoleAssignments", &segments, &[])?).await
    }

    /// Everybody who has a role of an application: users, groups and other applications ("List appRoleAssignments granted for a service
    /// principal"). May lag behind what was assigned or removed just now.
    pub async fn app_role_assignments(&self, resource: &str) -> Result<Vec<AppRoleAssignment>, GraphError> {
        let segments = ["servicePrincipals", object_id(resource)?, "appRoleAssignedTo"];
        let path = "/servicePrincipals/{id}/appRoleAssignedTo";
        self.all_pages(self.get(path, &segments, &[("$top", PAGE_SIZE)])?).await
    }

    /// The groups that have a role of an application. Only their direct members have it: a group within a group gives nothing.
    pub async fn groups_with_app_roles(&self, resource: &str) -> Result<Vec<AppRoleAssignment>, GraphError> {
        let mut assignments = self.app_role_assignments(resource).await?;
        assignments.retain(|assignment| assignment.principal_type == PrincipalType::Group);
        Ok(assignments)
    }

    /// Gives a user or a group a role of an application ("Grant an appRoleAssignment for a service principal"); [`NO_APP_ROLE`] where it defines
    /// none. Repeating it changes nothing: an assignment that exists is observed to be refused by words, and is no failure here. Somebody who was
    /// just invited may be unknown there for a while, see [`GraphError::is_not_visible_yet`].
    pub async fn assign_app_role(
        &self,
        principal: &str,
        resource: &str,
        app_role: &str,
    ) -> Result<AppRoleAssigned, GraphError> {
        let resource = object_id(resource)?;
        let body = json!({
            "principalId": object_id(principal)?,
            "resourceId": resource,
            "appRoleId": object_id(app_role)?,
        });
        let segments = ["servicePrincipals", resource, "appRoleAssignedTo"];
        let call = self.post("/servicePrincipals/{id}/appRoleAssignedTo", &segments, &body)?;
        match self.write(&call).await {
            Ok(answer) => answer.decode().map(AppRoleAssigned::Made),
            Err(error) if is_assigned_already(&error) => Ok(AppRoleAssigned::AlreadySo),
            Err(error) => Err(error),
        }
    }

    /// Takes an assignment back, by its own id ("Delete appRoleAssignment"). Repeating it changes nothing: one that is gone is no failure.
    pub async fn remove_app_role(&self, resource: &str, assignment: &str) -> Result<Effect, GraphError> {
        let segments =
            ["servicePrincipals", object_id(resource)?, "appRoleAssignedTo", opaque_key(assignment)?];
        match self.write(&self.delete("/servicePrincipals/{id}/appRoleAssignedTo/{id}", &segments)?).await {
            Ok(_) => Ok(Effect::Made),
            Err(error) if error.is_not_found() => Ok(Effect::AlreadySo),
            Err(error) => Err(error),
        }
    }
}

/// Two wordings are reported, none is documented.
fn is_assigned_already(error: &GraphError) -> bool {
    let wordings = ["permission being assigned already exists", "entitlementgrant entry already exists"];
    error.refusal().is_some_and(|refusal| {
        matches!(refusal.status, 400 | 409) && wordings.iter().any(|words| refusal.says_itself(words))
    })
}
