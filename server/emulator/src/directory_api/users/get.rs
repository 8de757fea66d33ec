//! `GET /users/{id or principal name}`

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value};
use world::{World, user::User, visibility_lag::Api};

use super::{
    permission::READ,
    property::USERS,
    shape::{check, shape},
    view::View,
};
use crate::directory_api::{ask::Ask, error::GraphError, query::Options, reply::Reply, role_management};

pub(in crate::directory_api) async fn get(ask: Ask) -> Response {
    ask.reply(read(&ask, ask.segment(0)))
}

fn read(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let (caller, options) = (&ask.caller, ask.options_of_one(&USERS)?);
    ask.site.read(|world| {
        let user = world
            .tenant(caller.tenant)
            .and_then(|tenant| tenant.user_named(id))
            .filter(|user| user.is_visible_to(Api::Read, ask.call.now()));
        let own = user.is_some_and(|user| caller.is(user.id))
            && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
        let by_role = user.is_some_and(|user| role_management::lets_read(world, caller, user));
        if !own && !by_role && !caller.holds(&READ, &READ) {
            return Err(GraphError::denied());
        }
        let user = user.ok_or_else(|| GraphError::not_found(id))?;
        // A guest finds others by object id only, not by name ("Default user permissions").
        let by_id = uuid::Uuid::try_parse(id).is_ok();
        if View::of(world, caller, Some(user))? == View::ForGuest && !by_id {
            return Err(GraphError::denied());
        }
        entity(world, ask, user, &options)
    })
}

/// One user as an answer.
pub(in crate::directory_api) fn entity(
    world: &World,
    ask: &Ask,
    user: &User,
    options: &Options,
) -> Result<Reply, GraphError> {
    let view = View::of(world, &ask.caller, Some(user))?;
    check(&ask.caller, options, view)?;
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), ask.context(&format!("{}/$entity", options.context())));
    body.extend(shape(world, &ask.caller, user, options, view));
    Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
}
