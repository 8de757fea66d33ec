//! `/roleManagement/directory/roleAssignments` ("List unifiedRoleAssignments", "Create unifiedRoleAssignment", Microsoft Graph).

use axum::response::Response;
use serde_json::{Map, Value};
use uuid::Uuid;
use world::{
    directory_role::{RoleAssignment, RoleRefused, Scope},
    ids::UnitId,
};

use super::{
    may_change, may_read,
    object::{ASSIGNMENTS, assignment},
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, guid, invalid, only, text},
    error::GraphError,
    json_rows,
    reply::Reply,
};

pub(super) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        json_rows::list(&request, &ASSIGNMENTS, tenant.role_assignments().iter().map(assignment))
    }))
}

pub(super) async fn one(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let id = request.segment(0);
        let held = tenant.role_assignments().into_iter().find(|held| held.id() == id);
        json_rows::one(&request, &ASSIGNMENTS, &assignment(&held.ok_or_else(|| GraphError::not_found(id))?))
    }))
}

pub(super) async fn create(request: AuthorizedRequest) -> Response {
    request.reply(give(&request))
}

fn give(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    may_change(request)?;
    let body = request.json()?;
    only(&body, &["directoryScopeId", "principalId", "roleDefinitionId"])?;
    let held = RoleAssignment {
        principal: guid(&body, "principalId")?,
        role: guid(&body, "roleDefinitionId")?,
        scope: scope(&body)?,
    };
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    request
        .state
        .change(|world| world.assign_role(&meta, tenant, held))
        .map_err(|refused| explain(&refused))?;
    Ok(json_rows::created(request, &ASSIGNMENTS, &assignment(&held)))
}

pub(super) async fn remove(request: AuthorizedRequest) -> Response {
    request.reply(take_back(&request))
}

fn take_back(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    may_change(request)?;
    let (meta, tenant, id) = (request.event_meta(), request.caller.tenant, request.segment(0));
    if request.state.change(|world| world.unassign_role(&meta, tenant, id)) {
        Ok(Reply::NoContent)
    } else {
        Err(GraphError::not_found(id))
    }
}

/// `/`, `/administrativeUnits/{id}`, or `/{id}` of a group, a service principal or an app registration.
fn scope(body: &Map<String, Value>) -> Result<Scope, GraphError> {
    let wrong = || invalid("directoryScopeId");
    match text(body, "directoryScopeId")?.ok_or_else(wrong)? {
        "/" => Ok(Scope::Directory),
        scope => {
            let (unit, object) = (scope.strip_prefix("/administrativeUnits/"), scope.strip_prefix('/'));
            let unit = unit.and_then(|id| id.parse().ok()).map(|id: UnitId| Scope::Unit(id));
            let object = object.and_then(|id| Uuid::try_parse(id).ok()).map(Scope::Object);
            unit.or(object).ok_or_else(wrong)
        }
    }
}

fn explain(refused: &RoleRefused) -> GraphError {
    match refused {
        RoleRefused::NoPrincipal(id) | RoleRefused::NoRole(id) => GraphError::not_found(&id.to_string()),
        RoleRefused::NoScope => invalid("directoryScopeId"),
        RoleRefused::Duplicate => GraphError::request_bad_request(
            "A conflicting object with one or more of the specified property values is present in the directory.",
        ),
        RoleRefused::TooMany => GraphError::request_bad_request("Too many role assignments."),
    }
}
