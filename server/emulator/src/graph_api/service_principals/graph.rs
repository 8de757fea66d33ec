//! Microsoft Graph's own service principal, which every tenant has, with the permissions that it publishes ("servicePrincipal resource type",
//! "permissionScope resource type").

use serde_json::{Value, json};
use uuid::Uuid;
use world::{
    app::GRAPH_APP_ID,
    app_role::AppRole,
    graph_permission::{GraphPermission, PERMISSIONS},
    ids::TenantId,
    policy::is_for_users,
};

use crate::graph_api::json_rows::JsonRow;

/// `displayName`.
pub(super) const NAME: &str = "Microsoft Graph";
/// The tenant of Microsoft's own applications.
const OWNER: &str = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/// Its object id in a tenant.
pub(super) fn id(tenant: TenantId) -> Uuid {
    tenant.graph_principal()
}

/// Whether this is Graph's application id.
pub(super) fn is_app(app: Uuid) -> bool {
    app == GRAPH_APP_ID.0
}

/// Graph's service principal as a row. Its descriptions are the names of the permissions.
pub(super) fn row(tenant: TenantId) -> JsonRow {
    let roles: Vec<_> = PERMISSIONS.iter().filter_map(app_role).collect();
    let scopes: Vec<_> = PERMISSIONS.iter().filter_map(scope).collect();
    JsonRow::new(json!({
        "id": id(tenant),
        "accountEnabled": true,
        "appDisplayName": NAME,
        "appId": GRAPH_APP_ID,
        "appOwnerOrganizationId": OWNER,
        "appRoleAssignmentRequired": false,
        "displayName": NAME,
        "servicePrincipalNames": ["https://graph.microsoft.com", GRAPH_APP_ID],
        "servicePrincipalType": "Application",
        "signInAudience": "AzureADMultipleOrgs",
        "replyUrls": [],
        "appRoles": roles,
        "oauth2PermissionScopes": scopes,
    }))
}

fn app_role(permission: &GraphPermission) -> Option<Value> {
    let (id, name) = (permission.application?, permission.name);
    Some(super::object::app_role(
        &AppRole { id, value: name.to_owned(), display_name: name.to_owned(), for_applications: true },
        &["Application"],
    ))
}

fn scope(permission: &GraphPermission) -> Option<Value> {
    let (id, name) = (permission.delegated?, permission.name);
    Some(json!({
        "adminConsentDescription": name,
        "adminConsentDisplayName": name,
        "id": id,
        "isEnabled": true,
        "type": if is_for_users(name) { "User" } else { "Admin" },
        "userConsentDescription": name,
        "userConsentDisplayName": name,
        "value": name,
    }))
}
