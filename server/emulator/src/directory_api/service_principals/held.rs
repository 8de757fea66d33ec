//! `GET /servicePrincipals/{id}/appRoleAssignedTo` and `GET /users/{id}/appRoleAssignments` ("List appRoleAssignedTo", "List
//! appRoleAssignments", Microsoft Graph).

use axum::{
    extract::{MatchedPath, Path},
    response::Response,
};
use world::{app_role::Principal, ids::GroupId, tenant::Tenant};

use super::{
    may_read, named,
    object::{ASSIGNMENTS, assignment},
};
use crate::directory_api::{ask::Ask, error::GraphError, rows};

pub(super) async fn of_resource(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(ask.directory(|world, tenant| {
        may_read(&ask)?;
        let app = named(world, tenant.id, &id).ok_or_else(|| GraphError::not_found(&id))?.client_id;
        let held = tenant.app_role_assignments.iter().filter(|held| held.resource == app);
        rows::list(&ask, &ASSIGNMENTS, held.map(|held| assignment(world, tenant, held)))
    }))
}

pub(super) async fn of_principal(path: MatchedPath, Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(ask.directory(|world, tenant| {
        let holder = holder(tenant, path.as_str(), &id);
        let own = holder
            .is_some_and(|holder| ask.caller.user.as_ref().is_some_and(|user| user.id.0 == holder.id()))
            && ask.caller.holds(&["User.Read", "User.ReadWrite"], &[]);
        if !own {
            may_read(&ask)?;
        }
        let holder = holder.ok_or_else(|| GraphError::not_found(&id))?;
        let held = tenant.app_role_assignments.iter().filter(|held| held.principal == holder);
        rows::list(&ask, &ASSIGNMENTS, held.map(|held| assignment(world, tenant, held)))
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
