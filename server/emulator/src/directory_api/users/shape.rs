//! A user as JSON: which properties a caller gets.

use serde_json::{Map, Value};
use world::{World, user::User};

use super::{expand::expand, property::Entity};
use crate::directory_api::{
    caller::Caller,
    error::GraphError,
    query,
    query::{Options, Property},
    users::view::View,
};

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
