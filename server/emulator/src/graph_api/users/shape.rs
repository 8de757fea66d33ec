//! A user as JSON, with the properties that the caller may read.

use serde_json::{Map, Value};
use world::{World, user::User};

use super::{expand::expand, property::UserEntity};
use crate::graph_api::{
    caller::Caller,
    error::GraphError,
    query,
    query::{Property, QueryOptions},
    users::view::UserView,
};

/// The user as JSON: the selected or default properties, and the expanded objects. Properties that the caller may not read are null.
pub(super) fn shape(
    world: &World,
    caller: &Caller,
    user: &User,
    options: &QueryOptions,
    view: UserView,
) -> Map<String, Value> {
    let covers = |property: &Property| view.covers(property);
    let mut body = query::shape(&UserEntity::of(world, user), options.shown(), covers);
    expand(world, caller, user, &options.expand, &mut body);
    body
}

/// Refuses what a permission does not cover and is not just null: links and sign-in activity.
pub(super) fn check(caller: &Caller, options: &QueryOptions, view: UserView) -> Result<(), GraphError> {
    let filtered = options.filter.as_ref().is_some_and(|filter| filter.names("signInActivity"));
    let selected = options.select.iter().flatten().any(|property| property.name == "signInActivity");
    let sign_ins = ["AuditLog.Read.All"];
    if (filtered || selected) && !caller.holds(&sign_ins, &sign_ins) {
        return Err(GraphError::denied());
    }
    if !options.expand.is_empty() && view != UserView::Everything {
        Err(GraphError::denied())
    } else {
        Ok(())
    }
}
