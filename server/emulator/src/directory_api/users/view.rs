//! Which properties of users a caller gets.

use world::{World, policy::GuestAccess, user::User};

use super::permission::READ_ALL;
use crate::directory_api::{ask::Ask, caller::Caller, error::GraphError, query::Property, role_management};

/// The properties of others that a guest may read ("Default user permissions").
const FOR_GUESTS: [&str; 5] = ["id", "displayName", "mail", "userPrincipalName", "userType"];

/// Which properties of a user this caller may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::directory_api) enum View {
    /// Every property.
    Everything,
    /// Every property, but nothing that is linked: what the action of a role covers.
    Properties,
    /// Those of `User.ReadBasic.All`.
    Basic,
    /// What guests see of others.
    ForGuest,
    /// Nobody is there to be seen.
    Nobody,
}

impl View {
    /// What the caller may see of this user; of any user when none is given.
    pub(in crate::directory_api) fn of(
        world: &World,
        caller: &Caller,
        user: Option<&User>,
    ) -> Result<Self, GraphError> {
        if user.is_some_and(|user| caller.is(user.id)) {
            return Ok(Self::Everything);
        }
        let by_role = || user.is_some_and(|user| role_management::lets_read(world, caller, user));
        let tenant = world.tenant(caller.tenant).ok_or_else(GraphError::denied)?;
        let policy = tenant.policy_at(caller.at);
        let without_role = || caller.user.as_ref().is_some_and(|own| tenant.roles_of(own).next().is_none());
        if caller.is_guest() && policy.guest_access != GuestAccess::SameAsMembers {
            // A guest never enumerates; a restricted one sees nobody else.
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
    pub(in crate::directory_api) fn covers(self, property: &Property) -> bool {
        match self {
            Self::Everything | Self::Properties | Self::Nobody => true,
            Self::Basic => property.basic,
            Self::ForGuest => FOR_GUESTS.contains(&property.name.as_ref()),
        }
    }
}

/// Refuses who may not follow what happens to all users: guests, and members who may not read others.
pub(in crate::directory_api) fn may_follow_all(ask: &Ask, world: &World) -> Result<(), GraphError> {
    ask.needs_as_member(&READ_ALL)?;
    match View::of(world, &ask.caller, None)? {
        View::Nobody => Err(GraphError::denied()),
        _ => Ok(()),
    }
}
