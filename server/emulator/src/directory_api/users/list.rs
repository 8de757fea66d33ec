//! `GET /users` and `GET /users/$count`

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use http::HeaderMap;

use super::{
    READ, USERS,
    property::Entity,
    shape::{View, check, shape},
};
use crate::{
    call::Call,
    directory_api::{
        Caller, GraphError,
        query::{self, Options, Wanted, is_extension},
        reply::{Reply, answer},
    },
    site::Site,
    world::{World, ids::UserId, late::Api, user::User},
};

pub(in crate::directory_api) async fn list(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    call: Call,
) -> Response {
    answer(&call, page(&site, &call, &headers, query.as_deref()))
}

pub(in crate::directory_api) async fn count(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    call: Call,
) -> Response {
    answer(&call, number(&site, &call, &headers, query.as_deref()))
}

fn number(site: &Site, call: &Call, headers: &HeaderMap, query: Option<&str>) -> Result<Reply, GraphError> {
    let caller = may_list(site, call, headers)?;
    let mut options = Options::read(&USERS, query, headers)?;
    if !options.eventual {
        return Err(GraphError::request_bad_request("$count is not currently supported."));
    }
    // The segment stands for `$count=true`.
    options.count = true;
    site.read(|world| {
        let view = View::of(world, &caller, None)?;
        Ok(Reply::Count(matching(world, call, &caller, &options, view)?.len()))
    })
}

fn may_list(site: &Site, call: &Call, headers: &HeaderMap) -> Result<Caller, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    if caller.holds(&READ, &READ) { Ok(caller) } else { Err(GraphError::denied()) }
}

fn page(site: &Site, call: &Call, headers: &HeaderMap, query: Option<&str>) -> Result<Reply, GraphError> {
    let caller = may_list(site, call, headers)?;
    let options = Options::read(&USERS, query, headers)?;
    options.check_list()?;
    site.read(|world| {
        let view = View::of(world, &caller, None)?;
        let found = matching(world, call, &caller, &options, view)?;
        Ok(query::page(call, &options, &found, |entity| shape(world, &caller, entity.user, &options, view)))
    })
}

/// The users that fit, in the order asked.
fn matching<'a>(
    world: &'a World,
    call: &Call,
    caller: &Caller,
    options: &Options,
    view: View,
) -> Result<Vec<Entity<'a>>, GraphError> {
    let tenant = world.tenant(caller.tenant).ok_or_else(GraphError::denied)?;
    let wanted = options.wanted()?;
    check(caller, options, view)?;
    defined(world, &wanted)?;
    let hidden = wanted.properties().iter().any(|property| !view.covers(property));
    if hidden && !tenant.policy.accept_filter_beyond_basic {
        return Err(GraphError::denied());
    }
    let people: Box<dyn Iterator<Item = &User>> = match wanted.candidates(&tenant.users) {
        Some(ids) => Box::new(ids.into_iter().filter_map(|id| tenant.user(UserId(id)))),
        None => Box::new(tenant.users.values()),
    };
    let visible = people.filter(|user| user.is_visible_to(Api::List, call.now()));
    let mut found: Vec<_> =
        visible.map(|user| Entity::of(world, user)).filter(|entity| wanted.finds(entity)).collect();
    options.sort(&mut found);
    Ok(found)
}

/// Directory extensions that nobody has defined are no properties.
fn defined(world: &World, wanted: &Wanted) -> Result<(), GraphError> {
    let names = wanted.properties().into_iter().map(|property| &property.name);
    match names.filter(|name| is_extension(name)).find(|name| world.definition(name).is_none()) {
        None => Ok(()),
        Some(name) => Err(GraphError::request_bad_request(&format!(
            "Property '{name}' does not exist as a declared property or extension property."
        ))),
    }
}
