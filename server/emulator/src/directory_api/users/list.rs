//! `GET /users` and `GET /users/$count`

use axum::response::Response;
use world::{World, ids::UserId, user::User, visibility_lag::Api};

use super::{
    defined::check_defined,
    permission::READ,
    property::{Entity, USERS},
    shape::{check, shape},
    view::View,
};
use crate::directory_api::{ask::Ask, error::GraphError, query, query::Options, reply::Reply};

pub(in crate::directory_api) async fn list(ask: Ask) -> Response {
    ask.reply(page(&ask))
}

pub(in crate::directory_api) async fn count(ask: Ask) -> Response {
    ask.reply(number(&ask))
}

fn number(ask: &Ask) -> Result<Reply, GraphError> {
    ask.needs(&READ)?;
    let options = ask.options_of_count(&USERS)?;
    ask.site.read(|world| {
        let view = View::of(world, &ask.caller, None)?;
        Ok(Reply::Count(matching(world, ask, &options, view)?.len()))
    })
}

fn page(ask: &Ask) -> Result<Reply, GraphError> {
    ask.needs(&READ)?;
    let options = ask.options(&USERS)?;
    ask.site.read(|world| {
        let view = View::of(world, &ask.caller, None)?;
        let found = matching(world, ask, &options, view)?;
        Ok(query::page(&ask.call, &options, &found, |entity| {
            shape(world, &ask.caller, entity.user, &options, view)
        }))
    })
}

/// The users that fit, in the order asked.
fn matching<'a>(
    world: &'a World,
    ask: &Ask,
    options: &Options,
    view: View,
) -> Result<Vec<Entity<'a>>, GraphError> {
    let tenant = world.tenant(ask.caller.tenant).ok_or_else(GraphError::denied)?;
    let wanted = options.wanted()?;
    check(&ask.caller, options, view)?;
    check_defined(world, tenant.id, &wanted)?;
    let hidden = wanted.properties().iter().any(|property| !view.covers(property));
    if hidden && !tenant.policy.accept_filter_beyond_basic {
        return Err(GraphError::denied());
    }
    if view == View::Nobody {
        return Ok(Vec::new());
    }
    let people: Box<dyn Iterator<Item = &User>> = match wanted.candidates(&tenant.users) {
        Some(ids) => Box::new(ids.into_iter().filter_map(|id| tenant.user(UserId(id)))),
        None => Box::new(tenant.users.values()),
    };
    let visible = people.filter(|user| user.is_visible_to(Api::List, ask.call.now()));
    let mut found: Vec<_> =
        visible.map(|user| Entity::of(world, user)).filter(|entity| wanted.finds(entity)).collect();
    options.sort(&mut found);
    Ok(found)
}
