//! `/roleManagement/directory` ("unifiedRoleDefinition resource type", "unifiedRoleAssignment resource type", Microsoft Graph).

mod assignments;
mod definitions;
mod object;
mod scoped;

use axum::{Router, routing::get};
pub(super) use scoped::{
    role_allows_action, role_allows_on_application, role_allows_read, role_allows_update,
};
use world::{directory_role::PRIVILEGED_ROLE_ADMINISTRATOR, tenant::role};

pub(super) use super::caller::principal;
use super::{authorized_request::AuthorizedRequest, error::GraphError, unknown::not_allowed};
use crate::app_state::AppState;

/// Permissions to read roles and role assignments.
const READ: [&str; 4] = [
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// Permission to change them.
const WRITE: [&str; 1] = ["RoleManagement.ReadWrite.Directory"];

/// The addresses of directory roles.
pub(super) fn routes() -> Router<AppState> {
    let (roles, held) =
        ("/roleManagement/directory/roleDefinitions", "/roleManagement/directory/roleAssignments");
    Router::new()
        .route(roles, get(definitions::list).post(definitions::create).fallback(not_allowed))
        .route(&format!("{roles}/{{id}}"), get(definitions::one).fallback(not_allowed))
        .route(held, get(assignments::list).post(assignments::create).fallback(not_allowed))
        .route(
            &format!("{held}/{{id}}"),
            get(assignments::one).delete(assignments::remove).fallback(not_allowed),
        )
}

fn may_read(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_member_permission(&READ)
}

fn may_change(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_permission(&WRITE)?;
    request.require_role(&[role::GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR])
}
