//! A service principal, and an assignment of an app role, as Graph shows them.

use serde_json::{Value as Json, json};
use world::{
    World,
    app::Client,
    app_role::{AppRole, AppRoleAssignment, Principal},
    tenant::Tenant,
};

use crate::graph_api::{
    json_rows::{JsonRow, choice, plain, text, time},
    query::{Catalogue, Operators, Property, SearchMode, ValueKind},
};

static APP_ROLE: [Property; 7] = [
    plain("allowedMemberTypes", ValueKind::Texts),
    plain("description", ValueKind::Text),
    plain("displayName", ValueKind::Text),
    plain("id", ValueKind::Id),
    plain("isEnabled", ValueKind::Flag),
    plain("origin", ValueKind::Text),
    plain("value", ValueKind::Text),
];

static SCOPE: [Property; 8] = [
    plain("adminConsentDescription", ValueKind::Text),
    plain("adminConsentDisplayName", ValueKind::Text),
    plain("id", ValueKind::Id),
    plain("isEnabled", ValueKind::Flag),
    plain("type", ValueKind::Text),
    plain("userConsentDescription", ValueKind::Text),
    plain("userConsentDisplayName", ValueKind::Text),
    plain("value", ValueKind::Text),
];

static PRINCIPAL: [Property; 13] = [
    choice("id", ValueKind::Id),
    choice("accountEnabled", ValueKind::Flag),
    text("appDisplayName"),
    choice("appId", ValueKind::Id),
    plain("appOwnerOrganizationId", ValueKind::Id),
    choice("appRoleAssignmentRequired", ValueKind::Flag),
    text("displayName").searched(SearchMode::Words).sortable(),
    plain("servicePrincipalNames", ValueKind::Texts),
    choice("servicePrincipalType", ValueKind::Text),
    plain("signInAudience", ValueKind::Text),
    plain("replyUrls", ValueKind::Texts),
    plain("appRoles", ValueKind::Complexes(&APP_ROLE)),
    plain("oauth2PermissionScopes", ValueKind::Complexes(&SCOPE)),
];

/// Service principals.
pub(super) static SERVICE_PRINCIPALS: Catalogue = Catalogue {
    type_name: "microsoft.graph.servicePrincipal",
    set: "servicePrincipals",
    properties: &PRINCIPAL,
    links: &[],
    extensible: false,
};

static ASSIGNMENT: [Property; 9] = [
    plain("id", ValueKind::Text),
    plain("deletedDateTime", ValueKind::Time),
    Property::new("appRoleId", ValueKind::Id, Operators::NONE).by_default(),
    plain("createdDateTime", ValueKind::Time),
    text("principalDisplayName"),
    choice("principalId", ValueKind::Id),
    plain("principalType", ValueKind::Text),
    text("resourceDisplayName"),
    choice("resourceId", ValueKind::Id),
];

/// Assignments of app roles.
pub(super) static ASSIGNMENTS: Catalogue = Catalogue {
    type_name: "microsoft.graph.appRoleAssignment",
    set: "appRoleAssignments",
    properties: &ASSIGNMENT,
    links: &[],
    extensible: false,
};

/// An application as a row, as it is in a tenant.
pub(super) fn row(world: &World, client: &Client) -> JsonRow {
    let registration = world.registration(client.client_id);
    let roles: Vec<_> = world
        .app_roles(client)
        .into_iter()
        .map(|role| {
            let members: &[&str] = if role.for_applications { &["User", "Application"] } else { &["User"] };
            app_role(&role, members)
        })
        .collect();
    let owner = world.clients().iter().find(|own| own.client_id == client.client_id).map(|own| own.tenant_id);
    JsonRow::new(json!({
        "id": client.service_principal,
        "accountEnabled": true,
        "appDisplayName": client.name,
        "appId": client.client_id,
        "appOwnerOrganizationId": owner,
        "appRoleAssignmentRequired": registration.app_role_assignment_required,
        "displayName": client.name,
        "servicePrincipalNames": [client.client_id],
        "servicePrincipalType": "Application",
        "signInAudience": registration.sign_in_audience,
        "replyUrls": client.redirect_uris,
        "appRoles": roles,
        "oauth2PermissionScopes": [],
    }))
}

/// An app role, for these kinds of principals.
pub(super) fn app_role(role: &AppRole, members: &[&str]) -> Json {
    json!({
        "allowedMemberTypes": members,
        "description": role.display_name,
        "displayName": role.display_name,
        "id": role.id,
        "isEnabled": true,
        "origin": "Application",
        "value": role.value,
    })
}

/// An assignment as a row.
pub(super) fn assignment(world: &World, tenant: &Tenant, held: &AppRoleAssignment) -> JsonRow {
    let (kind, name) = match held.principal {
        Principal::User(id) => ("User", tenant.user(id).map(|user| user.display_name.clone())),
        Principal::Group(id) => ("Group", tenant.groups.get(&id).map(|group| group.display_name.clone())),
        Principal::ServicePrincipal(id) => {
            let mut all = world.service_principals(tenant.id);
            ("ServicePrincipal", all.find(|own| own.service_principal == id.0).map(|own| own.name))
        }
    };
    let resource = world.service_principals(tenant.id).find(|own| own.client_id == held.resource);
    JsonRow::new(json!({
        "id": held.id(),
        "appRoleId": held.role,
        "createdDateTime": time(held.created),
        "principalDisplayName": name,
        "principalId": held.principal.id(),
        "principalType": kind,
        "resourceDisplayName": resource.as_ref().map(|own| &own.name),
        "resourceId": resource.as_ref().map(|own| own.service_principal),
    }))
}
