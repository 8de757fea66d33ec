//! Who may read groups and change their members: the permission, and for a user also the user's own rights, because a delegated permission never
//! exceeds them. An application without the permission may hold a custom role instead.

use world::{
    World,
    directory_role::{GROUPS_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR},
    group::Group,
    policy::GuestAccess,
    tenant::{Tenant, role},
};

use crate::graph_api::{authorized_request::AuthorizedRequest, error::GraphError};

/// Permissions to read groups and their members.
pub(in crate::graph_api) const READ: [&str; 6] = [
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Permissions to read only groups, or only members ("Group.ReadBasic.All", "GroupMember.ReadBasic.All"). It is unverified which properties of a
/// group the former covers: here all of them.
pub(super) const READ_GROUPS: [&str; 1] = ["Group.ReadBasic.All"];
pub(super) const READ_MEMBERS: [&str; 1] = ["GroupMember.ReadBasic.All"];
/// Permissions to change members.
const CHANGE_MEMBERS: [&str; 3] =
    ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"];
/// Permissions to change other properties.
const CHANGE: [&str; 2] = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
/// The additional permission for role-assignable groups.
const ROLE_MANAGEMENT: [&str; 1] = ["RoleManagement.ReadWrite.Directory"];
/// Roles that manage every group.
const ADMINISTRATORS: [uuid::Uuid; 3] =
    [role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR, GROUPS_ADMINISTRATOR];

/// Roles that manage role-assignable groups.
const OF_ROLES: [uuid::Uuid; 2] = [role::GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR];

/// Checks that the caller may read this group, by a usual permission or one of `basic`; without a group, that the caller may read any. Guests may
/// read the groups that they are members of ("Default user permissions").
pub(super) fn may_read(
    request: &AuthorizedRequest,
    tenant: &Tenant,
    group: Option<&Group>,
    basic: &[&str],
) -> Result<(), GraphError> {
    request.require_permission(&READ).or_else(|_| request.require_permission(basic))?;
    let Some(guest) = request.caller.user.as_ref().filter(|user| user.is_guest()) else { return Ok(()) };
    let inside = group.is_some_and(|group| group.members.contains(&guest.id));
    match tenant.policy_at(request.context.now()).guest_access {
        GuestAccess::SameAsMembers => Ok(()),
        GuestAccess::Limited if inside => Ok(()),
        _ => Err(GraphError::denied()),
    }
}

/// Checks that the caller may change the members of this group, or of any group when none is given.
pub(super) fn may_change_members(
    request: &AuthorizedRequest,
    world: &World,
    tenant: &Tenant,
    group: Option<&Group>,
) -> Result<(), GraphError> {
    let by_role = tenant.allows_action_on_group(request.principal(world), "members/update", group);
    if !may(request, group, &CHANGE_MEMBERS, by_role) {
        return Err(GraphError::denied());
    }
    Ok(())
}

/// Checks that the caller may change other properties of this group, or delete it.
pub(super) fn may_change(
    request: &AuthorizedRequest,
    world: &World,
    tenant: &Tenant,
    group: Option<&Group>,
) -> Result<(), GraphError> {
    let by_role = tenant.allows_action_on_group(request.principal(world), "basic/update", group);
    if !may(request, group, &CHANGE, by_role) {
        return Err(GraphError::denied());
    }
    Ok(())
}

/// Checks that the caller may create groups: members may, guests may not. A role-assignable group needs a role that manages them.
pub(super) fn may_create(request: &AuthorizedRequest, assignable_to_role: bool) -> Result<(), GraphError> {
    let permitted =
        request.caller.holds(&CHANGE, &["Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"]);
    let role_permitted = !assignable_to_role
        || request.caller.holds(&ROLE_MANAGEMENT, &ROLE_MANAGEMENT)
            && request.require_role(&OF_ROLES).is_ok();
    if permitted && role_permitted && !request.caller.is_guest() { Ok(()) } else { Err(GraphError::denied()) }
}

fn may(request: &AuthorizedRequest, group: Option<&Group>, permissions: &[&str], by_role: bool) -> bool {
    let permitted = request.caller.holds(permissions, permissions);
    let assignable = group.is_some_and(|group| group.assignable_to_role);
    let Some(user) = &request.caller.user else {
        let more = !assignable || request.caller.holds(&ROLE_MANAGEMENT, &ROLE_MANAGEMENT);
        return by_role || (more && permitted);
    };
    if assignable {
        let manages = request.has_role(&OF_ROLES);
        return permitted && manages && request.caller.holds(&ROLE_MANAGEMENT, &ROLE_MANAGEMENT);
    }
    let owner = group.is_some_and(|group| group.owners.contains(&user.id));
    permitted && (owner || by_role || request.has_role(&ADMINISTRATORS))
}
