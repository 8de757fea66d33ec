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
    app_role::{AppRoleAssignment, AssignmentRefused, Principal},
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
    role_management,
};

/// The action of custom roles that assigns users and groups to an application.
const UPDATE: &str = "microsoft.directory/servicePrincipals/appRoleAssignedTo/update";
const ASSIGN: [&str; 1] = ["AppRoleAssignment.ReadWrite.All"];

pub(super) async fn to_resource(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    let resource = request.segment(0).to_owned();
    request.reply(give(&request, Some(resource), |request, body| {
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
    request.reply(give(&request, None, |request, body| {
        let found = request.read_directory(|_, tenant| Ok(holder(tenant, path.as_str(), &id)))?;
        let holder = found.ok_or_else(|| GraphError::not_found(&id))?.id();
        same(body, "principalId", holder)?;
        Ok((holder, guid(body, "resourceId")?))
    }))
}

/// Assigns a role of the resource in the address, else of the one in the body.
fn give(
    request: &AuthorizedRequest,
    resource: Option<String>,
    who: impl FnOnce(&AuthorizedRequest, &Map<String, Value>) -> Result<(Uuid, Uuid), GraphError>,
) -> Result<Reply, GraphError> {
    let body = request.json();
    let in_body = |body: &Map<String, Value>| body.get("resourceId")?.as_str().map(str::to_owned);
    let resource = resource.or_else(|| in_body(body.as_ref().ok()?));
    let right = may_assign(request, resource.as_deref())?;
    let body = body?;
    only(&body, &["appRoleId", "principalId", "resourceId"])?;
    let (principal, resource) = who(request, &body)?;
    if right == Right::Role
        && request.read_directory(|world, _| Ok(is_application(world, request, principal)))?
    {
        return Err(GraphError::denied());
    }
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
    let id = request.segment(1);
    let right = may_assign(request, resource_of(request, id)?.as_deref())?;
    request.read_directory(|world, tenant| {
        let below = owner(world, tenant).ok_or_else(|| GraphError::not_found(request.segment(0)))?;
        let held = tenant.app_role_assignments.iter().find(|held| held.id() == id);
        let held = held.filter(|held| below(held)).ok_or_else(|| GraphError::not_found(id))?;
        let of_application = matches!(held.principal, Principal::ServicePrincipal(_));
        if right == Right::Role && of_application { Err(GraphError::denied()) } else { Ok(()) }
    })?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    if request.state.change(|world| world.unassign_app_role(&meta, tenant, id)) {
        Ok(Reply::NoContent)
    } else {
        Err(GraphError::not_found(id))
    }
}

/// By what a caller assigns roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// The permission, and for a person also a built-in role: to every principal.
    Permission,
    /// A custom role: to users and groups only ("Create custom roles to manage enterprise apps in Microsoft Entra ID").
    Role,
}

/// Checks that the caller may assign roles of the resource with this object id. A person's custom role works through the permissions.
fn may_assign(request: &AuthorizedRequest, resource: Option<&str>) -> Result<Right, GraphError> {
    let permitted = request.require_permission(&ASSIGN).and_then(|()| request.require_permission(&READ));
    let administrators = [role::GLOBAL_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR];
    if permitted.is_ok() && request.require_role(&administrators).is_ok() {
        return Ok(Right::Permission);
    }
    let by_role = request.read_directory(|world, tenant| {
        let client = resource.and_then(|id| named(world, tenant.id, id));
        Ok(client.is_some_and(|client| {
            role_management::role_allows_on_application(world, &request.caller, &client, UPDATE)
        }))
    })?;
    let through = request.caller.user.is_none() || permitted.is_ok();
    if by_role && through { Ok(Right::Role) } else { Err(GraphError::denied()) }
}

/// The object id of the service principal whose role an assignment gives.
fn resource_of(request: &AuthorizedRequest, id: &str) -> Result<Option<String>, GraphError> {
    request.read_directory(|world, tenant| {
        let held = tenant.app_role_assignments.iter().find(|held| held.id() == id);
        let mut all = world.service_principals(tenant.id);
        let resource = held.and_then(|held| all.find(|own| own.client_id == held.resource));
        Ok(resource.map(|own| own.service_principal.to_string()))
    })
}

fn is_application(world: &World, request: &AuthorizedRequest, id: Uuid) -> bool {
    world.service_principals(request.caller.tenant).any(|own| own.service_principal == id)
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
