//! `/servicePrincipals` and app-role assignments ("servicePrincipal resource type", "appRoleAssignment resource type", Microsoft Graph).

mod assign;
mod assigned;
mod by_app_id;
mod granted;
mod graph;
mod object;

use axum::{
    Router,
    extract::Path,
    response::Response,
    routing::{delete, get},
};
pub(super) use by_app_id::app_in_key;
use object::{SERVICE_PRINCIPALS, row};
use uuid::Uuid;
use world::{World, app::Client, ids::TenantId};

use super::{
    authorized_request::AuthorizedRequest, error::GraphError, json_rows, role_management, unknown,
    unknown::not_allowed,
};
use crate::app_state::AppState;

/// Permissions to read applications.
const READ: [&str; 4] =
    ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

/// The actions of custom roles that read a service principal and who is assigned to it ("Enterprise application permissions for custom roles").
const STANDARD: &str = "microsoft.directory/servicePrincipals/standard/read";
const ASSIGNED: &str = "microsoft.directory/servicePrincipals/appRoleAssignedTo/read";

/// The addresses of service principals and of app role assignments.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/servicePrincipals", get(list).fallback(not_allowed))
        .route("/servicePrincipals/{id}", get(one).fallback(not_allowed))
        .route("/{keyed}", get(by_app_id::one).fallback(unknown))
        .route("/{keyed}/appRoleAssignedTo", get(by_app_id::assigned_to).fallback(unknown))
        .merge(granted::routes())
        .route(
            "/servicePrincipals/{id}/appRoleAssignedTo",
            get(assigned::of_resource).post(assign::to_resource).fallback(not_allowed),
        )
        .route(
            "/servicePrincipals/{id}/appRoleAssignedTo/{assignment}",
            delete(assign::remove_of_resource).fallback(not_allowed),
        )
        .route(
            "/users/{id}/appRoleAssignments",
            get(assigned::of_principal).post(assign::to_principal).fallback(not_allowed),
        )
        .route(
            "/users/{id}/appRoleAssignments/{assignment}",
            delete(assign::remove_of_principal).fallback(not_allowed),
        )
        .route(
            "/groups/{id}/appRoleAssignments",
            get(assigned::of_principal).post(assign::to_principal).fallback(not_allowed),
        )
        .route(
            "/groups/{id}/appRoleAssignments/{assignment}",
            delete(assign::remove_of_principal).fallback(not_allowed),
        )
}

async fn list(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        may_read(&request)?;
        let all = world.service_principals(tenant.id);
        let graph = std::iter::once(graph::row(tenant.id));
        json_rows::list(&request, &SERVICE_PRINCIPALS, all.map(|own| row(world, &own)).chain(graph))
    }))
}

async fn one(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        let client = named(world, tenant.id, &id);
        may_read_this(&request, world, client.as_ref(), STANDARD)?;
        if Uuid::try_parse(&id) == Ok(graph::id(tenant.id)) {
            return json_rows::one(&request, &SERVICE_PRINCIPALS, &graph::row(tenant.id));
        }
        let client = client.ok_or_else(|| GraphError::not_found(&id))?;
        json_rows::one(&request, &SERVICE_PRINCIPALS, &row(world, &client))
    }))
}

fn may_read(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_member_permission(&READ)
}

/// The same for one application: a role may allow it as well, through a permission where a person calls.
fn may_read_this(
    request: &AuthorizedRequest,
    world: &World,
    client: Option<&Client>,
    action: &str,
) -> Result<(), GraphError> {
    let caller = &request.caller;
    let by_role = |client| role_management::role_allows_on_application(world, caller, client, action);
    if caller.user.is_none() && client.is_some_and(by_role) { Ok(()) } else { may_read(request) }
}

/// The application whose service principal in the tenant has this object id.
fn named(world: &World, tenant: TenantId, id: &str) -> Option<Client> {
    let id = Uuid::try_parse(id).ok()?;
    world.service_principals(tenant).find(|own| own.service_principal == id)
}
