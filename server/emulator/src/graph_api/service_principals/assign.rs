//! Assigning and removing app roles ("Grant an appRoleAssignment for a service principal", "Grant an appRoleAssignment to a user",
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
    assigned::holder,
    named,
    object::{ASSIGNMENTS, assignment},
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, guid, invalid, only},
    error::GraphError,
    json_rows,
    reply::Reply,
};

const ASSIGN: [&str; 1] = ["AppRoleAssignment.ReadWrite.All"];

pub(super) async fn to_resource(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(give(&request, |request, body| {
        let resource = request.read_directory(|world, tenant| {
            named(world, tenant.id, &id)
                .map(|client| client.service_principal)
                .ok_or_else(|| GraphError::not_found(&id))
        })?;
        same(body, "resourceId", resource)?;
        Ok((guid(body, "principalId")?, resource))
    }))
}

pub(super) async fn to_principal(
    path: MatchedPath,
    Path(id): Path<String>,
    request: AuthorizedRequest,
) -> Response {
    request.reply(give(&request, |request, body| {
        let found = request.read_directory(|_, tenant| Ok(holder(tenant, path.as_str(), &id)))?;
        let holder = found.ok_or_else(|| GraphError::not_found(&id))?.id();
        same(body, "principalId", holder)?;
        Ok((holder, guid(body, "resourceId")?))
    }))
}

fn give(
    request: &AuthorizedRequest,
    who: impl FnOnce(&AuthorizedRequest, &Map<String, Value>) -> Result<(Uuid, Uuid), GraphError>,
) -> Result<Reply, GraphError> {
    may_assign(request)?;
    let body = request.json()?;
    only(&body, &["appRoleId", "principalId", "resourceId"])?;
    let (principal, resource) = who(request, &body)?;
    let role = guid(&body, "appRoleId")?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    let held = request
        .state
        .change(|world| world.assign_app_role(&meta, tenant, principal, PrincipalId(resource), role))
        .map_err(|refused| explain(&refused))?;
    request.read_directory(|world, tenant| {
        Ok(json_rows::created(request, &ASSIGNMENTS, &assignment(world, tenant, &held)))
    })
}

pub(super) async fn remove_of_resource(request: AuthorizedRequest) -> Response {
    request.reply(take_back(&request, |world, tenant| {
        let resource = named(world, tenant.id, request.segment(0))?.client_id;
        Some(Box::new(move |held| held.resource == resource))
    }))
}

pub(super) async fn remove_of_principal(path: MatchedPath, request: AuthorizedRequest) -> Response {
    request.reply(take_back(&request, |_, tenant| {
        let holder = holder(tenant, path.as_str(), request.segment(0))?;
        Some(Box::new(move |held| held.principal == holder))
    }))
}

/// Whether an assignment belongs to the address.
type Below = Box<dyn Fn(&AppRoleAssignment) -> bool>;

/// Removes an assignment. `owner` finds the assignments of the address: others are not found there.
fn take_back(
    request: &AuthorizedRequest,
    owner: impl FnOnce(&World, &Tenant) -> Option<Below>,
) -> Result<Reply, GraphError> {
    may_assign(request)?;
    let id = request.segment(1);
    request.read_directory(|world, tenant| {
        let below = owner(world, tenant).ok_or_else(|| GraphError::not_found(request.segment(0)))?;
        let held = tenant.app_role_assignments.iter().find(|held| held.id() == id);
        held.filter(|held| below(held)).map(|_| ()).ok_or_else(|| GraphError::not_found(id))
    })?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    if request.state.change(|world| world.unassign_app_role(&meta, tenant, id)) {
        Ok(Reply::NoContent)
    } else {
        Err(GraphError::not_found(id))
    }
}

fn may_assign(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_permission(&ASSIGN)?;
    request.require_permission(&READ)?;
    request.require_role(&[role::GLOBAL_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR])
}

/// Requires that an id of the body is the same as in the address.
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
