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
    ask::{Ask, object_id},
    error::GraphError,
    rows,
    unknown::not_allowed,
};
use crate::site::Site;

/// Permissions that let one read units.
const READ: [&str; 4] = [
    "AdministrativeUnit.Read.All",
    "AdministrativeUnit.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// The one that lets one change them.
const WRITE: [&str; 1] = ["AdministrativeUnit.ReadWrite.All"];

/// The addresses of administrative units.
pub(super) fn routes() -> Router<Site> {
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

async fn list(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        rows::list(&ask, &UNITS, tenant.units.values().map(row))
    }))
}

async fn one(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        rows::one(&ask, &UNITS, &row(named(&ask, tenant)?))
    }))
}

fn may_read(ask: &Ask) -> Result<(), GraphError> {
    ask.needs_as_member(&READ)
}

fn may_change(ask: &Ask) -> Result<(), GraphError> {
    ask.needs(&WRITE)?;
    ask.needs_role(&[role::GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR])
}

/// The unit that the address names.
fn named<'a>(ask: &Ask, tenant: &'a Tenant) -> Result<&'a Unit, GraphError> {
    let id = ask.segment(0);
    let unit = tenant.units.get(&UnitId(object_id(id)?));
    unit.ok_or_else(|| GraphError::not_found(id))
}
