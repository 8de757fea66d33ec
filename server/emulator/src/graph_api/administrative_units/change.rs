//! `POST /directory/administrativeUnits` and `DELETE /directory/administrativeUnits/{id}` ("Create administrativeUnit", Microsoft Graph).

use std::collections::BTreeSet;

use axum::response::Response;
use world::{ids::UnitId, unit::Unit};

use super::{
    may_change, named,
    object::{UNITS, row},
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, invalid, only, required, text},
    error::GraphError,
    groups::create::rule,
    json_rows,
    reply::Reply,
};

/// The properties that a body may have.
const KNOWN: [&str; 6] = [
    "description",
    "displayName",
    "membershipRule",
    "membershipRuleProcessingState",
    "membershipType",
    "visibility",
];

pub(super) async fn create(request: AuthorizedRequest) -> Response {
    request.reply(make(&request))
}

fn make(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    may_change(request)?;
    let body = request.json()?;
    only(&body, &KNOWN)?;
    let rule = rule(&body)?;
    let dynamic = match text(&body, "membershipType")? {
        None | Some("Assigned") => false,
        Some("Dynamic") => true,
        Some(_) => return Err(invalid("membershipType")),
    };
    if dynamic != rule.is_some() {
        return Err(invalid("membershipRule"));
    }
    let visibility = match text(&body, "visibility")? {
        None | Some("Public") => None,
        Some("HiddenMembership") => Some("HiddenMembership".to_owned()),
        Some(_) => return Err(invalid("visibility")),
    };
    let mut unit = Unit {
        id: UnitId(uuid::Uuid::nil()),
        display_name: required(&body, "displayName", 256)?,
        description: text(&body, "description")?.map(str::to_owned),
        visibility,
        members: BTreeSet::new(),
        rule,
    };
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    unit.id = request.state.change(|world| world.add_unit(&meta, tenant, unit.clone()));
    Ok(json_rows::created(request, &UNITS, &row(&unit)))
}

pub(super) async fn remove(request: AuthorizedRequest) -> Response {
    request.reply(delete(&request))
}

fn delete(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    may_change(request)?;
    let id = request.read_directory(|_, tenant| named(request, tenant).map(|unit| unit.id))?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    request.state.change(|world| world.delete_unit(&meta, tenant, id));
    Ok(Reply::NoContent)
}
