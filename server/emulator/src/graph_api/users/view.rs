//! Which properties of users a caller may read.

use world::{World, policy::GuestAccess, user::User};

use super::permission::READ_ALL;
use crate::graph_api::{
    authorized_request::AuthorizedRequest, caller::Caller, error::GraphError, query::Property,
    role_management,
};

/// The properties of others that a guest may read ("Default user permissions").
const FOR_GUESTS: [&str; 5] = ["id", "displayName", "mail", "userPrincipalName", "userType"];

/// Which properties of a user this caller may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph_api) enum UserView {
    /// Every property.
    Everything,
    /// Every property, but no linked objects: what the action of a role covers.
    Properties,
    /// Those of `User.ReadBasic.All`.
    Basic,
    /// Those that guests may read of others.
    ForGuest,
    /// No users are visible: lists are empty.
    Nobody,
}

impl UserView {
    /// What the caller may read of this user; of any user when none is given.
    pub(in crate::graph_api) fn of(
        world: &World,
        caller: &Caller,
        user: Option<&User>,
    ) -> Result<Self, GraphError> {
        if user.is_some_and(|user| caller.is(user.id)) {
            return Ok(Self::Everything);
        }
        let by_role = || user.is_some_and(|user| role_management::role_allows_read(world, caller, user));
        let tenant = world.tenant(caller.tenant).ok_or_else(GraphError::denied)?;
        let policy = tenant.policy_at(caller.at);
        let without_role = || caller.user.as_ref().is_some_and(|own| tenant.roles_of(own).next().is_none());
        if caller.is_guest() && policy.guest_access != GuestAccess::SameAsMembers {
            // Guests may not list users; restricted guests may not read others.
            return match (user, policy.guest_access) {
                _ if by_role() => Ok(Self::Properties),
                (Some(_), GuestAccess::Limited) => Ok(Self::ForGuest),
                _ => Err(GraphError::denied()),
            };
        }
        if !policy.allowed_to_read_other_users && without_role() {
            return match user {
                _ if by_role() => Ok(Self::Properties),
                Some(_) => Err(GraphError::denied()),
                None => Ok(Self::Nobody),
            };
        }
        if caller.holds(&READ_ALL, &READ_ALL) {
            return Ok(Self::Everything);
        }
        Ok(if by_role() { Self::Properties } else { Self::Basic })
    }

    /// Whether it covers a property.
    pub(in crate::graph_api) fn covers(self, property: &Property) -> bool {
        match self {
            Self::Everything | Self::Properties | Self::Nobody => true,
            Self::Basic => property.basic,
            Self::ForGuest => FOR_GUESTS.contains(&property.name.as_ref()),
        }
    }
}

/// Refuses callers who may not track changes of all users: guests, and members who may not read others.
pub(in crate::graph_api) fn may_follow_all(
    request: &AuthorizedRequest,
    world: &World,
) -> Result<(), GraphError> {
    request.require_member_permission(&READ_ALL)?;
    match UserView::of(world, &request.caller, None)? {
        UserView::Nobody => Err(GraphError::denied()),
        _ => Ok(()),
    }
}
