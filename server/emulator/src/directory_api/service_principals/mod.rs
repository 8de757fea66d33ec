//! `/servicePrincipals` and app-role assignments ("servicePrincipal resource type", "appRoleAssignment resource type", Microsoft Graph).

mod assign;
mod held;
mod keyed;
mod object;

use axum::{
    Router,
    extract::Path,
    response::Response,
    routing::{delete, get},
};
use object::{SERVICE_PRINCIPALS, row};
use uuid::Uuid;
use world::{World, app::Client, ids::TenantId};

use super::{ask::Ask, error::GraphError, rows, unknown, unknown::not_allowed};
use crate::site::Site;

/// Permissions that let one read applications.
const READ: [&str; 4] =
    ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

/// The addresses of service principals, and of app roles that users hold.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/servicePrincipals", get(list).fallback(not_allowed))
        .route("/servicePrincipals/{id}", get(one).fallback(not_allowed))
        .route("/{keyed}", get(keyed::one).fallback(unknown))
        .route("/{keyed}/appRoleAssignedTo", get(keyed::assigned_to).fallback(unknown))
        .route(
            "/servicePrincipals/{id}/appRoleAssignedTo",
            get(held::of_resource).post(assign::to_resource).fallback(not_allowed),
        )
        .route(
            "/servicePrincipals/{id}/appRoleAssignedTo/{assignment}",
            delete(assign::remove_of_resource).fallback(not_allowed),
        )
        .route(
            "/users/{id}/appRoleAssignments",
            get(held::of_principal).post(assign::to_principal).fallback(not_allowed),
        )
        .route(
            "/users/{id}/appRoleAssignments/{assignment}",
            delete(assign::remove_of_principal).fallback(not_allowed),
        )
        .route(
            "/groups/{id}/appRoleAssignments",
            get(held::of_principal).post(assign::to_principal).fallback(not_allowed),
        )
        .route(
            "/groups/{id}/appRoleAssignments/{assignment}",
            delete(assign::remove_of_principal).fallback(not_allowed),
        )
}

async fn list(ask: Ask) -> Response {
    ask.reply(ask.directory(|world, tenant| {
        may_read(&ask)?;
        let all = world.service_principals(tenant.id);
        rows::list(&ask, &SERVICE_PRINCIPALS, all.map(|own| row(world, &own)))
    }))
}

async fn one(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(ask.directory(|world, tenant| {
        may_read(&ask)?;
        let client = named(world, tenant.id, &id).ok_or_else(|| GraphError::not_found(&id))?;
        rows::one(&ask, &SERVICE_PRINCIPALS, &row(world, &client))
    }))
}

fn may_read(ask: &Ask) -> Result<(), GraphError> {
    ask.needs_as_member(&READ)
}

/// The application whose service principal in the tenant has this object id.
fn named(world: &World, tenant: TenantId, id: &str) -> Option<Client> {
    let id = Uuid::try_parse(id).ok()?;
    world.service_principals(tenant).find(|own| own.service_principal == id)
}
