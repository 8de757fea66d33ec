//! Assigning app roles and taking them back ("Grant an appRoleAssignment for a service principal", "Grant an appRoleAssignment to a user",
//! Microsoft Graph). The permission to assign and the one to read applications are both needed.

use axum::{
    extract::{MatchedPath, Path},
    response::Response,
};
use serde_json::{Map, Value};
use uuid::Uuid;
use world::{
    World,
    app_role::{AppRoleAssignment, AssignmentRefused},
    directory_role::CLOUD_APPLICATION_ADMINISTRATOR,
    ids::PrincipalId,
    tenant::{Tenant, role},
};

use super::{
    READ,
    held::holder,
    named,
    object::{ASSIGNMENTS, assignment},
};
use crate::directory_api::{
    ask::{Ask, guid, invalid, only},
    error::GraphError,
    reply::Reply,
    rows,
};

const ASSIGN: [&str; 1] = ["AppRoleAssignment.ReadWrite.All"];

pub(super) async fn to_resource(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(give(&ask, |ask, body| {
        let resource = ask.directory(|world, tenant| {
            named(world, tenant.id, &id)
                .map(|client| client.service_principal)
                .ok_or_else(|| GraphError::not_found(&id))
        })?;
        same(body, "resourceId", resource)?;
        Ok((guid(body, "principalId")?, resource))
    }))
}

pub(super) async fn to_principal(path: MatchedPath, Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(give(&ask, |ask, body| {
        let found = ask.directory(|_, tenant| Ok(holder(tenant, path.as_str(), &id)))?;
        let holder = found.ok_or_else(|| GraphError::not_found(&id))?.id();
        same(body, "principalId", holder)?;
        Ok((holder, guid(body, "resourceId")?))
    }))
}

fn give(
    ask: &Ask,
    who: impl FnOnce(&Ask, &Map<String, Value>) -> Result<(Uuid, Uuid), GraphError>,
) -> Result<Reply, GraphError> {
    may_assign(ask)?;
    let body = ask.json()?;
    only(&body, &["appRoleId", "principalId", "resourceId"])?;
    let (principal, resource) = who(ask, &body)?;
    let role = guid(&body, "appRoleId")?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    let held = ask
        .site
        .change(|world| world.assign_app_role(&meta, tenant, principal, PrincipalId(resource), role))
        .map_err(|refused| explain(&refused))?;
    ask.directory(|world, tenant| Ok(rows::made(ask, &ASSIGNMENTS, &assignment(world, tenant, &held))))
}

pub(super) async fn remove_of_resource(ask: Ask) -> Response {
    ask.reply(take_back(&ask, |world, tenant| {
        let resource = named(world, tenant.id, ask.segment(0))?.client_id;
        Some(Box::new(move |held| held.resource == resource))
    }))
}

pub(super) async fn remove_of_principal(path: MatchedPath, ask: Ask) -> Response {
    ask.reply(take_back(&ask, |_, tenant| {
        let holder = holder(tenant, path.as_str(), ask.segment(0))?;
        Some(Box::new(move |held| held.principal == holder))
    }))
}

/// Which assignments an address has below it.
type Below = Box<dyn Fn(&AppRoleAssignment) -> bool>;

/// `owner` reads whose assignments the address is about: one of somebody else is not found there.
fn take_back(ask: &Ask, owner: impl FnOnce(&World, &Tenant) -> Option<Below>) -> Result<Reply, GraphError> {
    may_assign(ask)?;
    let id = ask.segment(1);
    ask.directory(|world, tenant| {
        let below = owner(world, tenant).ok_or_else(|| GraphError::not_found(ask.segment(0)))?;
        let held = tenant.app_role_assignments.iter().find(|held| held.id() == id);
        held.filter(|held| below(held)).map(|_| ()).ok_or_else(|| GraphError::not_found(id))
    })?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    if ask.site.change(|world| world.unassign_app_role(&meta, tenant, id)) {
        Ok(Reply::NoContent)
    } else {
        Err(GraphError::not_found(id))
    }
}

fn may_assign(ask: &Ask) -> Result<(), GraphError> {
    ask.needs(&ASSIGN)?;
    ask.needs(&READ)?;
    ask.needs_role(&[role::GLOBAL_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR])
}

/// An id of the body says the same as the address.
fn same(body: &Map<String, Value>, name: &str, expected: Uuid) -> Result<(), GraphError> {
    if guid(body, name)? == expected { Ok(()) } else { Err(invalid(name)) }
}

fn explain(refused: &AssignmentRefused) -> GraphError {
    match refused {
        AssignmentRefused::NotVisible => GraphError::request_bad_request("Not a valid reference update."),
        AssignmentRefused::NoResource(id) => GraphError::not_found(&id.to_string()),
        AssignmentRefused::NoRole(_) => {
            GraphError::request_bad_request("Permission being assigned was not found on application")
        }
        // Unverified wording.
        AssignmentRefused::Duplicate => {
            GraphError::request_bad_request("Permission being assigned already exists on the object")
        }
        AssignmentRefused::TooMany => GraphError::request_bad_request(
            "The number of app role assignments of the principal exceeds the limit of 1500.",
        ),
    }
}
