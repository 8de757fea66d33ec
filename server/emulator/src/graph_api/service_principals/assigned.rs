//! `GET /servicePrincipals/{id}/appRoleAssignedTo` and `GET /users/{id}/appRoleAssignments` ("List appRoleAssignedTo", "List
//! appRoleAssignments", Microsoft Graph).

use axum::{
    extract::{MatchedPath, Path},
    response::Response,
};
use uuid::Uuid;
use world::{app_role::Principal, ids::GroupId, tenant::Tenant};

use super::{
    ASSIGNED, granted, graph, may_read_this, named,
    object::{ASSIGNMENTS, assignment},
};
use crate::graph_api::{authorized_request::AuthorizedRequest, error::GraphError, json_rows};

/// Permissions to read what a user or a group is assigned: not those to read applications ("List appRoleAssignments granted to a user", "List
/// appRoleAssignments granted to a group").
const READ_HELD: [&str; 3] =
    ["AppRoleAssignment.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

pub(super) async fn of_resource(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        let client = named(world, tenant.id, &id);
        may_read_this(&request, world, client.as_ref(), ASSIGNED)?;
        if Uuid::try_parse(&id) == Ok(graph::id(tenant.id)) {
            return json_rows::list(&request, &ASSIGNMENTS, granted::holders(world, tenant).into_iter());
        }
        let app = client.ok_or_else(|| GraphError::not_found(&id))?.client_id;
        let held = tenant.app_role_assignments.iter().filter(|held| held.resource == app);
        json_rows::list(&request, &ASSIGNMENTS, held.map(|held| assignment(world, tenant, held)))
    }))
}

pub(super) async fn of_principal(
    path: MatchedPath,
    Path(id): Path<String>,
    request: AuthorizedRequest,
) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        let holder = holder(tenant, path.as_str(), &id);
        let own = holder
            .is_some_and(|holder| request.caller.user.as_ref().is_some_and(|user| user.id.0 == holder.id()))
            && request.caller.holds(&["User.Read", "User.ReadWrite"], &[]);
        if !own {
            request.require_member_permission(&READ_HELD)?;
        }
        let holder = holder.ok_or_else(|| GraphError::not_found(&id))?;
        let held = tenant.app_role_assignments.iter().filter(|held| held.principal == holder);
        json_rows::list(&request, &ASSIGNMENTS, held.map(|held| assignment(world, tenant, held)))
    }))
}

/// The user or group of a path.
pub(super) fn holder(tenant: &Tenant, path: &str, id: &str) -> Option<Principal> {
    if path.contains("/groups/") {
        let id: GroupId = id.parse().ok()?;
        return tenant.groups.contains_key(&id).then_some(Principal::Group(id));
    }
    tenant.user_named(id).map(|user| Principal::User(user.id))
}
