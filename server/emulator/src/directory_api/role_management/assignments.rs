//! `/roleManagement/directory/roleAssignments` ("List unifiedRoleAssignments", "Create unifiedRoleAssignment", Microsoft Graph).

use axum::response::Response;
use serde_json::{Map, Value};
use world::{
    directory_role::{RoleAssignment, RoleRefused, Scope},
    ids::UnitId,
};

use super::{
    may_change, may_read,
    object::{ASSIGNMENTS, assignment},
};
use crate::directory_api::{
    ask::{Ask, guid, invalid, only, text},
    error::GraphError,
    reply::Reply,
    rows,
};

pub(super) async fn list(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        rows::list(&ask, &ASSIGNMENTS, tenant.role_assignments().iter().map(assignment))
    }))
}

pub(super) async fn one(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        let id = ask.segment(0);
        let held = tenant.role_assignments().into_iter().find(|held| held.id() == id);
        rows::one(&ask, &ASSIGNMENTS, &assignment(&held.ok_or_else(|| GraphError::not_found(id))?))
    }))
}

pub(super) async fn create(ask: Ask) -> Response {
    ask.reply(give(&ask))
}

fn give(ask: &Ask) -> Result<Reply, GraphError> {
    may_change(ask)?;
    let body = ask.json()?;
    only(&body, &["directoryScopeId", "principalId", "roleDefinitionId"])?;
    let held = RoleAssignment {
        principal: guid(&body, "principalId")?,
        role: guid(&body, "roleDefinitionId")?,
        scope: scope(&body)?,
    };
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    ask.site.change(|world| world.assign_role(&meta, tenant, held)).map_err(|refused| explain(&refused))?;
    Ok(rows::made(ask, &ASSIGNMENTS, &assignment(&held)))
}

pub(super) async fn remove(ask: Ask) -> Response {
    ask.reply(take_back(&ask))
}

fn take_back(ask: &Ask) -> Result<Reply, GraphError> {
    may_change(ask)?;
    let (meta, tenant, id) = (ask.meta(), ask.caller.tenant, ask.segment(0));
    if ask.site.change(|world| world.unassign_role(&meta, tenant, id)) {
        Ok(Reply::NoContent)
    } else {
        Err(GraphError::not_found(id))
    }
}

/// `/` or `/administrativeUnits/{id}`.
fn scope(body: &Map<String, Value>) -> Result<Scope, GraphError> {
    let wrong = || invalid("directoryScopeId");
    match text(body, "directoryScopeId")?.ok_or_else(wrong)? {
        "/" => Ok(Scope::Directory),
        scope => {
            let id = scope.strip_prefix("/administrativeUnits/").and_then(|id| id.parse().ok());
            id.map(|id: UnitId| Scope::Unit(id)).ok_or_else(wrong)
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
