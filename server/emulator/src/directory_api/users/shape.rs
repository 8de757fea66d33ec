//! A user as JSON: which properties a caller gets.

use serde_json::{Map, Value};

use super::{READ_ALL, expand::expand, property::Entity};
use crate::{
    directory_api::{
        Caller, GraphError,
        ask::Ask,
        query::{self, Options, Property},
        role_management,
    },
    world::{World, policy::GuestAccess, user::User},
};

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

/// The user as JSON: what was selected, or the default set, and what hangs on it. What the caller may not see is null.
pub(super) fn shape(
    world: &World,
    caller: &Caller,
    user: &User,
    options: &Options,
    view: View,
) -> Map<String, Value> {
    let covers = |property: &Property| view.covers(property);
    let mut body = query::shape(&Entity::of(world, user), options.shown(), covers);
    expand(world, caller, user, &options.expand, &mut body);
    body
}

/// Refuses what a permission does not cover and is not just shown as null: links, and when somebody last signed in.
pub(super) fn check(caller: &Caller, options: &Options, view: View) -> Result<(), GraphError> {
    let filtered = options.filter.as_ref().is_some_and(|filter| filter.names("signInActivity"));
    let selected = options.select.iter().flatten().any(|property| property.name == "signInActivity");
    let sign_ins = ["AuditLog.Read.All"];
    if (filtered || selected) && !caller.holds(&sign_ins, &sign_ins) {
        return Err(GraphError::denied());
    }
    if !options.expand.is_empty() && view != View::Everything { Err(GraphError::denied()) } else { Ok(()) }
}
