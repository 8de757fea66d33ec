//! The user that an address names, and what the caller may do with it besides changing its properties.

use world::{World, user::User, visibility_lag::Api};

use super::{patch::may_change_sensitive, permission::READ_ALL, view::UserView};
use crate::graph_api::{
    authorized_request::AuthorizedRequest, caller::Caller, error::GraphError, role_management,
};

/// Permissions to change objects linked to a user.
const WRITE: [&str; 2] = ["User.ReadWrite.All", "Directory.ReadWrite.All"];
/// Permissions to delete and restore ("Delete a user": the first is the least privileged).
const DELETE: [&str; 2] = ["User.DeleteRestore.All", "User.ReadWrite.All"];

/// The user that the first path parameter names.
fn find<'a>(world: &'a World, request: &AuthorizedRequest) -> Option<&'a User> {
    let user = world.tenant(request.caller.tenant)?.user_named(request.segment(0))?;
    user.is_visible_to(Api::Read, request.context.now()).then_some(user)
}

/// The user, if the caller may read its linked objects: sponsors, manager, extensions.
pub(super) fn to_read<'a>(world: &'a World, request: &AuthorizedRequest) -> Result<&'a User, GraphError> {
    let (caller, user) = (&request.caller, find(world, request));
    let own =
        user.is_some_and(|user| caller.is(user.id)) && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
    if !own && !caller.holds(&READ_ALL, &READ_ALL) {
        return Err(GraphError::denied());
    }
    let user = user.ok_or_else(|| GraphError::not_found(request.segment(0)))?;
    match UserView::of(world, caller, Some(user))? {
        UserView::Everything => Ok(user),
        _ => Err(GraphError::denied()),
    }
}

/// The user, if the caller may change its linked objects: by permission and right, or by a role with this action.
pub(super) fn to_write<'a>(
    world: &'a World,
    request: &AuthorizedRequest,
    own: &[&str],
    action: Option<&str>,
) -> Result<&'a User, GraphError> {
    let (caller, user) = (&request.caller, find(world, request));
    let is_own = user.is_some_and(|user| caller.is(user.id)) && caller.holds(own, &[]);
    let by_right = caller.user.is_none() || caller.administers_users();
    let by_role = || {
        let both = user.zip(action);
        both.is_some_and(|(user, action)| role_management::role_allows_action(world, caller, user, action))
    };
    let permitted = is_own || (by_right && caller.holds(&WRITE, &WRITE)) || by_role();
    if !permitted {
        return Err(GraphError::denied());
    }
    user.ok_or_else(|| GraphError::not_found(request.segment(0)))
}

/// Checks that the caller may delete or restore this user, or any user when none is given.
pub(in crate::graph_api) fn may_delete(
    world: &World,
    caller: &Caller,
    user: Option<&User>,
) -> Result<(), GraphError> {
    let by_right = caller.user.is_none() || caller.administers_users();
    let touchable = user.is_none_or(|user| may_change_sensitive(world, caller, user));
    if caller.holds(&DELETE, &DELETE) && by_right && touchable { Ok(()) } else { Err(GraphError::denied()) }
}

/// Checks that the caller may list deleted users. Guests may not.
pub(in crate::graph_api) fn may_list_deleted(world: &World, caller: &Caller) -> Result<(), GraphError> {
    let view = UserView::of(world, caller, None)?;
    let sees = view != UserView::Nobody && caller.holds(&READ_ALL, &READ_ALL);
    if sees { Ok(()) } else { may_delete(world, caller, None) }
}
