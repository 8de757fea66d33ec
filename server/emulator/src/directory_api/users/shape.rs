//! A user as JSON: which properties a caller gets.

use serde_json::{Map, Value};

use super::{READ_ALL, property::Property};
use crate::{
    directory_api::{Caller, GraphError},
    world::{World, policy::GuestAccess, user::User},
};

/// The properties of others that a guest may read ("Default user permissions").
const FOR_GUESTS: [&str; 5] = ["id", "displayName", "mail", "userPrincipalName", "userType"];

/// Which properties of a user this caller may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Everything,
    Basic,
    ForGuest,
}

impl View {
    /// What the caller may see of this user; of any user when none is given.
    pub(super) fn of(world: &World, caller: &Caller, user: Option<&User>) -> Result<Self, GraphError> {
        if user.is_some_and(|user| caller.is(user.id)) {
            return Ok(Self::Everything);
        }
        let guest_access = world.tenant(caller.tenant).map(|tenant| tenant.policy.guest_access);
        if caller.is_guest() && guest_access != Some(GuestAccess::SameAsMembers) {
            // A guest never enumerates; a restricted one sees nobody else.
            return match (user, guest_access) {
                (Some(_), Some(GuestAccess::Limited)) => Ok(Self::ForGuest),
                _ => Err(GraphError::denied()),
            };
        }
        if caller.holds(&READ_ALL, &READ_ALL) { Ok(Self::Everything) } else { Ok(Self::Basic) }
    }

    /// Whether it covers a property.
    pub(super) fn covers(self, property: &Property) -> bool {
        match self {
            Self::Everything => true,
            Self::Basic => property.basic,
            Self::ForGuest => FOR_GUESTS.contains(&property.name),
        }
    }
}

/// The user as JSON: what was selected, or the default set. What the caller may not see is null.
pub(super) fn shape(
    world: &World,
    user: &User,
    selected: Option<&[&'static Property]>,
    view: View,
) -> Map<String, Value> {
    let chosen: Vec<&Property> = match selected {
        Some(selected) => selected.to_vec(),
        None => Property::all().iter().filter(|property| property.default).collect(),
    };
    chosen
        .into_iter()
        .map(|property| {
            let value = if view.covers(property) { property.of(world, user).json() } else { Value::Null };
            (property.name.to_owned(), value)
        })
        .collect()
}
