//! `/roleManagement/directory` ("unifiedRoleDefinition resource type", "unifiedRoleAssignment resource type", Microsoft Graph).

mod assignments;
mod definitions;
mod object;
mod scoped;

use axum::{Router, routing::get};
pub(super) use scoped::{lets_read, lets_update};
use world::{directory_role::PRIVILEGED_ROLE_ADMINISTRATOR, tenant::role};

pub(super) use super::caller::principal;
use super::{ask::Ask, error::GraphError, unknown::not_allowed};
use crate::site::Site;

/// Permissions that let one read roles and who holds them.
const READ: [&str; 4] = [
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// The one that lets one change them.
const WRITE: [&str; 1] = ["RoleManagement.ReadWrite.Directory"];

/// The addresses of directory roles.
pub(super) fn routes() -> Router<Site> {
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

fn may_read(ask: &Ask) -> Result<(), GraphError> {
    ask.needs_as_member(&READ)
}

fn may_change(ask: &Ask) -> Result<(), GraphError> {
    ask.needs(&WRITE)?;
    ask.needs_role(&[role::GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR])
}
