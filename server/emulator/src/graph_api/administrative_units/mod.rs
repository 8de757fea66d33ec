//! `/directory/administrativeUnits` ("administrativeUnit resource type", Microsoft Graph).

mod change;
mod members;
mod object;

use axum::{
    Router,
    response::Response,
    routing::{delete, get},
};
use object::{UNITS, row};
use world::{
    directory_role::PRIVILEGED_ROLE_ADMINISTRATOR,
    ids::UnitId,
    tenant::{Tenant, role},
    unit::Unit,
};

use super::{
    authorized_request::{AuthorizedRequest, object_id},
    error::GraphError,
    json_rows,
    unknown::not_allowed,
};
use crate::app_state::AppState;

/// Permissions to read units.
const READ: [&str; 4] = [
    "AdministrativeUnit.Read.All",
    "AdministrativeUnit.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// Permission to change them.
const WRITE: [&str; 1] = ["AdministrativeUnit.ReadWrite.All"];

/// The addresses of administrative units.
pub(super) fn routes() -> Router<AppState> {
    let units = "/directory/administrativeUnits";
    Router::new()
        .route(units, get(list).post(change::create).fallback(not_allowed))
        .route(&format!("{units}/{{id}}"), get(one).delete(change::remove).fallback(not_allowed))
        .route(&format!("{units}/{{id}}/members"), get(members::list).fallback(not_allowed))
        .route(
            &format!("{units}/{{id}}/members/$ref"),
            axum::routing::post(members::add).fallback(not_allowed),
        )
        .route(
            &format!("{units}/{{id}}/members/{{member}}/$ref"),
            delete(members::remove).fallback(not_allowed),
        )
}

async fn list(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        json_rows::list(&request, &UNITS, tenant.units.values().map(row))
    }))
}

async fn one(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        json_rows::one(&request, &UNITS, &row(named(&request, tenant)?))
    }))
}

fn may_read(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_member_permission(&READ)
}

fn may_change(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_permission(&WRITE)?;
    request.require_role(&[role::GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR])
}

/// The unit that the address names.
fn named<'a>(request: &AuthorizedRequest, tenant: &'a Tenant) -> Result<&'a Unit, GraphError> {
    let id = request.segment(0);
    let unit = tenant.units.get(&UnitId(object_id(id)?));
    unit.ok_or_else(|| GraphError::not_found(id))
}
