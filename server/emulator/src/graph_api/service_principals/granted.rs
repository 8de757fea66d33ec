//! What an application was granted: its application permissions as assignments of app roles, and its delegated ones ("List appRoleAssignments granted
//! to a service principal", "List oauth2PermissionGrants granted to a service principal", "List oauth2PermissionGrants", Microsoft Graph).

use std::collections::BTreeSet;

use axum::{Router, response::Response, routing::get};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use uuid::Uuid;
use world::{
    World,
    app::Client,
    app_role::Principal,
    graph_permission::PERMISSIONS,
    ids::{PrincipalId, TenantId, UserId},
    tenant::Tenant,
};

use super::{
    by_app_id, graph, may_read, named,
    object::{ASSIGNMENTS, assignment},
};
use crate::{
    app_state::AppState,
    graph_api::{
        authorized_request::AuthorizedRequest,
        error::GraphError,
        json_rows,
        json_rows::{JsonRow, choice, plain},
        query::{Catalogue, Property, ValueKind},
        unknown::{not_allowed, unknown},
    },
};

/// Permissions to read grants of delegated permissions.
const READ_GRANTS: [&str; 2] = ["Directory.Read.All", "Directory.ReadWrite.All"];

static GRANT: [Property; 6] = [
    plain("id", ValueKind::Text),
    choice("clientId", ValueKind::Id),
    choice("consentType", ValueKind::Text),
    choice("principalId", ValueKind::Id),
    choice("resourceId", ValueKind::Id),
    plain("scope", ValueKind::Text),
];

/// Grants of delegated permissions.
static GRANTS: Catalogue = Catalogue {
    type_name: "microsoft.graph.oAuth2PermissionGrant",
    set: "oauth2PermissionGrants",
    properties: &GRANT,
    links: &[],
    extensible: false,
};

/// The addresses of what applications were granted.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/{keyed}/appRoleAssignments",
            get(async |request: AuthorizedRequest| assignments(&request, By::AppId)).fallback(unknown),
        )
        .route(
            "/{keyed}/oauth2PermissionGrants",
            get(async |request: AuthorizedRequest| delegated(&request, By::AppId)).fallback(unknown),
        )
        .route(
            "/servicePrincipals/{id}/appRoleAssignments",
            get(async |request: AuthorizedRequest| assignments(&request, By::Id)).fallback(not_allowed),
        )
        .route(
            "/servicePrincipals/{id}/oauth2PermissionGrants",
            get(async |request: AuthorizedRequest| delegated(&request, By::Id)).fallback(not_allowed),
        )
        .route("/oauth2PermissionGrants", get(every_delegated).fallback(not_allowed))
}

/// How an address names a service principal.
#[derive(Debug, Clone, Copy)]
enum By {
    Id,
    AppId,
}

fn assignments(request: &AuthorizedRequest, by: By) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        let name = by.read(request)?;
        may_read(request)?;
        let mut rows = Vec::new();
        if let Some(client) = found(request, world, tenant.id, name)? {
            rows.extend(permissions(world, tenant.id, &client));
            let own = Principal::ServicePrincipal(PrincipalId(client.service_principal));
            let held = tenant.app_role_assignments.iter().filter(|held| held.principal == own);
            rows.extend(held.map(|held| assignment(world, tenant, held)));
        }
        json_rows::list(request, &ASSIGNMENTS, rows.into_iter())
    }))
}

/// Who holds application permissions of Graph.
pub(super) fn holders(world: &World, tenant: &Tenant) -> Vec<JsonRow> {
    let all = world.service_principals(tenant.id);
    all.flat_map(|client| permissions(world, tenant.id, &client)).collect()
}

fn delegated(request: &AuthorizedRequest, by: By) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        let name = by.read(request)?;
        request.require_member_permission(&READ_GRANTS)?;
        let client = found(request, world, tenant.id, name)?;
        let rows = client.map(|client| grants(world, tenant.id, &client)).unwrap_or_default();
        json_rows::list(request, &GRANTS, rows.into_iter())
    }))
}

async fn every_delegated(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        request.require_member_permission(&READ_GRANTS)?;
        let all = world.service_principals(tenant.id);
        json_rows::list(&request, &GRANTS, all.flat_map(|client| grants(world, tenant.id, &client)))
    }))
}

/// What an address names a service principal by.
enum Named<'a> {
    Id(&'a str),
    App(Uuid),
}

impl By {
    fn read(self, request: &AuthorizedRequest) -> Result<Named<'_>, GraphError> {
        match self {
            Self::Id => Ok(Named::Id(request.segment(0))),
            Self::AppId => by_app_id::application(request).map(Named::App),
        }
    }
}

/// The application of the address; none when it names Graph itself, which was granted nothing.
fn found(
    request: &AuthorizedRequest,
    world: &World,
    tenant: TenantId,
    name: Named<'_>,
) -> Result<Option<Client>, GraphError> {
    let (client, graph) = match name {
        Named::Id(id) => (named(world, tenant, id), Uuid::try_parse(id) == Ok(graph::id(tenant))),
        Named::App(app) => {
            let mut all = world.service_principals(tenant);
            (all.find(|own| own.client_id.0 == app), graph::is_app(app))
        }
    };
    if client.is_none() && !graph { Err(GraphError::not_found(request.segment(0))) } else { Ok(client) }
}

/// The application permissions that an application was granted. Unverified: when, which is not kept.
fn permissions(world: &World, tenant: TenantId, client: &Client) -> Vec<JsonRow> {
    let held = world.consented_roles(client);
    let known = PERMISSIONS.iter().filter(|own| held.iter().any(|name| name == own.name));
    let ids = known.filter_map(|permission| permission.application);
    ids.map(|role| {
        JsonRow::new(json!({
            "id": opaque(&[client.service_principal, role]),
            "appRoleId": role,
            "principalDisplayName": client.name,
            "principalId": client.service_principal,
            "principalType": "ServicePrincipal",
            "resourceDisplayName": graph::NAME,
            "resourceId": graph::id(tenant),
        }))
    })
    .collect()
}

/// The delegated permissions that an application was granted: for everybody, and by each user.
fn grants(world: &World, tenant: TenantId, client: &Client) -> Vec<JsonRow> {
    let mut scopes = world.consented_scopes(client, None);
    let mut seen = BTreeSet::new();
    scopes.retain(|scope| seen.insert(scope.clone()));
    let everybody = (None, scopes);
    let by_users = world.scopes_by_user(client).into_iter().map(|(user, scopes)| (Some(user), scopes));
    let all = std::iter::once(everybody).chain(by_users).filter(|(_, scopes)| !scopes.is_empty());
    all.map(|(user, scopes)| grant(tenant, client, user, &scopes)).collect()
}

fn grant(tenant: TenantId, client: &Client, user: Option<UserId>, scopes: &[String]) -> JsonRow {
    let resource = graph::id(tenant);
    let mut of = vec![client.service_principal, resource];
    of.extend(user.map(|user| user.0));
    JsonRow::new(json!({
        "id": opaque(&of),
        "clientId": client.service_principal,
        "consentType": if user.is_some() { "Principal" } else { "AllPrincipals" },
        "principalId": user,
        "resourceId": resource,
        "scope": scopes.join(" "),
    }))
}

fn opaque(ids: &[Uuid]) -> String {
    let bytes: Vec<u8> = ids.iter().flat_map(Uuid::to_bytes_le).collect();
    URL_SAFE_NO_PAD.encode(bytes)
}
