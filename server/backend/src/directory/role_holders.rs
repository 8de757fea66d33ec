//! Whether a group holds a role of an application, so that whoever is in the group has it.

use contract::DirectoryObjectId;
use graph::{AppRoleAssignment, Graph, GraphError};

/// Whether the group itself is assigned the role: what a group has through another one, its members have not. Two lists say so, and each takes
/// permissions of its own, so the one is asked where the other is refused.
pub(crate) async fn holds_role(
    graph: &Graph,
    group: &DirectoryObjectId,
    (application, role): (&DirectoryObjectId, &DirectoryObjectId),
) -> Result<bool, GraphError> {
    let of_group = graph.app_roles_of_group(group.as_str()).await;
    let held = match of_group {
        Err(error) if error.status() == Some(403) => graph.groups_with_app_roles(application.as_str()).await,
        other => other,
    };
    let is = |own: &str, wanted: &DirectoryObjectId| own.eq_ignore_ascii_case(wanted.as_str());
    let is_it = |held: &AppRoleAssignment| {
        is(&held.principal_id, group) && is(&held.resource_id, application) && is(&held.app_role_id, role)
    };
    Ok(held?.iter().any(is_it))
}
