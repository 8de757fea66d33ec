//! Who may read groups and change their members: the permission, and for a person also the right; a delegated permission lends no more than its
//! user has. An application without the permission may hold a custom role instead.

use world::{
    World,
    directory_role::{GROUPS_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR},
    group::Group,
    policy::GuestAccess,
    tenant::{Tenant, role},
};

use crate::directory_api::{ask::Ask, error::GraphError};

/// Permissions that let one read groups and who is in them.
pub(in crate::directory_api) const READ: [&str; 6] = [
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Permissions that let one read groups only, and who is in them only ("Group.ReadBasic.All", "GroupMember.ReadBasic.All"). Which properties of a
/// group the former covers is unverified: here all of them.
pub(super) const READ_GROUPS: [&str; 1] = ["Group.ReadBasic.All"];
pub(super) const READ_MEMBERS: [&str; 1] = ["GroupMember.ReadBasic.All"];
/// Permissions to change members.
const CHANGE_MEMBERS: [&str; 3] =
    ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"];
/// Permissions to change everything else.
const CHANGE: [&str; 2] = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
/// What a group that directory roles can be assigned to asks for besides.
const ROLE_MANAGEMENT: [&str; 1] = ["RoleManagement.ReadWrite.Directory"];
/// Roles that look after every group.
const ADMINISTRATORS: [uuid::Uuid; 3] =
    [role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR, GROUPS_ADMINISTRATOR];

/// Roles that look after groups that directory roles can be assigned to.
const OF_ROLES: [uuid::Uuid; 2] = [role::GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR];

/// Whether the caller may read this group, by one of the usual permissions or of these; any group when none is given. A guest sees the groups
/// that it is in ("Default user permissions").
pub(super) fn may_read(
    ask: &Ask,
    tenant: &Tenant,
    group: Option<&Group>,
    basic: &[&str],
) -> Result<(), GraphError> {
    ask.needs(&READ).or_else(|_| ask.needs(basic))?;
    let Some(guest) = ask.caller.user.as_ref().filter(|user| user.is_guest()) else { return Ok(()) };
    let inside = group.is_some_and(|group| group.members.contains(&guest.id));
    match tenant.policy_at(ask.call.now()).guest_access {
        GuestAccess::SameAsMembers => Ok(()),
        GuestAccess::Limited if inside => Ok(()),
        _ => Err(GraphError::denied()),
    }
}

/// Whether the caller may change the members of this group; of some group when none is given.
pub(super) fn may_change_members(
    ask: &Ask,
    world: &World,
    tenant: &Tenant,
    group: Option<&Group>,
) -> Result<(), GraphError> {
    let by_role =
        tenant.allows_action_everywhere(ask.principal(world), "microsoft.directory/groups/members/update");
    if !may(ask, group, &CHANGE_MEMBERS, by_role) {
        return Err(GraphError::denied());
    }
    Ok(())
}

/// Whether the caller may change other properties of this group, or delete it.
pub(super) fn may_change(
    ask: &Ask,
    world: &World,
    tenant: &Tenant,
    group: Option<&Group>,
) -> Result<(), GraphError> {
    let by_role =
        tenant.allows_action_everywhere(ask.principal(world), "microsoft.directory/groups/basic/update");
    if !may(ask, group, &CHANGE, by_role) {
        return Err(GraphError::denied());
    }
    Ok(())
}

/// Whether the caller may make groups: members of the tenant may, guests may not. One that directory roles can be assigned to is for those who
/// look after roles.
pub(super) fn may_create(ask: &Ask, assignable_to_role: bool) -> Result<(), GraphError> {
    let permitted =
        ask.caller.holds(&CHANGE, &["Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"]);
    let role_permitted = !assignable_to_role
        || ask.caller.holds(&ROLE_MANAGEMENT, &ROLE_MANAGEMENT) && ask.needs_role(&OF_ROLES).is_ok();
    if permitted && role_permitted && !ask.caller.is_guest() { Ok(()) } else { Err(GraphError::denied()) }
}

fn may(ask: &Ask, group: Option<&Group>, permissions: &[&str], by_role: bool) -> bool {
    let permitted = ask.caller.holds(permissions, permissions);
    let assignable = group.is_some_and(|group| group.assignable_to_role);
    let Some(user) = &ask.caller.user else {
        let more = !assignable || ask.caller.holds(&ROLE_MANAGEMENT, &ROLE_MANAGEMENT);
        return more && (permitted || (by_role && !assignable));
    };
    if assignable {
        let manages = ask.has_role(&OF_ROLES);
        return permitted && manages && ask.caller.holds(&ROLE_MANAGEMENT, &ROLE_MANAGEMENT);
    }
    let owner = group.is_some_and(|group| group.owners.contains(&user.id));
    permitted && (owner || by_role || ask.has_role(&ADMINISTRATORS))
}
