//! `POST /directory/administrativeUnits` and `DELETE /directory/administrativeUnits/{id}` ("Create administrativeUnit", Microsoft Graph).

use std::collections::BTreeSet;

use axum::response::Response;
use world::{ids::UnitId, unit::Unit};

use super::{
    may_change, named,
    object::{UNITS, row},
};
use crate::directory_api::{
    ask::{Ask, invalid, only, required, text},
    error::GraphError,
    groups::create::rule,
    reply::Reply,
    rows,
};

/// What a body may have.
const KNOWN: [&str; 6] = [
    "description",
    "displayName",
    "membershipRule",
    "membershipRuleProcessingState",
    "membershipType",
    "visibility",
];

pub(super) async fn create(ask: Ask) -> Response {
    ask.reply(make(&ask))
}

fn make(ask: &Ask) -> Result<Reply, GraphError> {
    may_change(ask)?;
    let body = ask.json()?;
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
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    unit.id = ask.site.change(|world| world.add_unit(&meta, tenant, unit.clone()));
    Ok(rows::made(ask, &UNITS, &row(&unit)))
}

pub(super) async fn remove(ask: Ask) -> Response {
    ask.reply(delete(&ask))
}

fn delete(ask: &Ask) -> Result<Reply, GraphError> {
    may_change(ask)?;
    let id = ask.directory(|_, tenant| named(ask, tenant).map(|unit| unit.id))?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    ask.site.change(|world| world.delete_unit(&meta, tenant, id));
    Ok(Reply::NoContent)
}
