//! The user that an address names, and what a caller may do with it besides changing its properties.

use world::{World, user::User, visibility_lag::Api};

use super::{patch::may_touch, permission::READ_ALL, view::View};
use crate::directory_api::{ask::Ask, caller::Caller, error::GraphError};

/// Permissions that change what hangs on a user.
const WRITE: [&str; 2] = ["User.ReadWrite.All", "Directory.ReadWrite.All"];
/// Permissions that delete and restore ("Delete a user": the first is the least).
const DELETE: [&str; 2] = ["User.DeleteRestore.All", "User.ReadWrite.All"];

/// The user that the first open segment of the address names.
fn find<'a>(world: &'a World, ask: &Ask) -> Option<&'a User> {
    let user = world.tenant(ask.caller.tenant)?.user_named(ask.segment(0))?;
    user.is_visible_to(Api::Read, ask.call.now()).then_some(user)
}

/// The user, for a caller who may read what hangs on it: sponsors, manager, extensions.
pub(super) fn to_read<'a>(world: &'a World, ask: &Ask) -> Result<&'a User, GraphError> {
    let (caller, user) = (&ask.caller, find(world, ask));
    let own =
        user.is_some_and(|user| caller.is(user.id)) && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
    if !own && !caller.holds(&READ_ALL, &READ_ALL) {
        return Err(GraphError::denied());
    }
    let user = user.ok_or_else(|| GraphError::not_found(ask.segment(0)))?;
    match View::of(world, caller, Some(user))? {
        View::Everything => Ok(user),
        _ => Err(GraphError::denied()),
    }
}

/// The user, for a caller who may change what hangs on it.
pub(super) fn to_write<'a>(world: &'a World, ask: &Ask, own: &[&str]) -> Result<&'a User, GraphError> {
    let (caller, user) = (&ask.caller, find(world, ask));
    let is_own = user.is_some_and(|user| caller.is(user.id)) && caller.holds(own, &[]);
    let by_right = caller.user.is_none() || caller.administers_users();
    let permitted = is_own || (by_right && caller.holds(&WRITE, &WRITE));
    if !permitted {
        return Err(GraphError::denied());
    }
    user.ok_or_else(|| GraphError::not_found(ask.segment(0)))
}

/// Whether the caller may delete or restore this user, or any at all when none is given.
pub(in crate::directory_api) fn may_delete(
    world: &World,
    caller: &Caller,
    user: Option<&User>,
) -> Result<(), GraphError> {
    let by_right = caller.user.is_none() || caller.administers_users();
    let touchable = user.is_none_or(|user| may_touch(world, caller, user));
    if caller.holds(&DELETE, &DELETE) && by_right && touchable { Ok(()) } else { Err(GraphError::denied()) }
}

/// Whether the caller may look through deleted users. A guest never enumerates.
pub(in crate::directory_api) fn may_list_deleted(world: &World, caller: &Caller) -> Result<(), GraphError> {
    let view = View::of(world, caller, None)?;
    let sees = view != View::Nobody && caller.holds(&READ_ALL, &READ_ALL);
    if sees { Ok(()) } else { may_delete(world, caller, None) }
}
