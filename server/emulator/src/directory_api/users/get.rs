//! `GET /users/{id or principal name}`

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{
    READ, USERS,
    shape::{View, check, shape},
};
use crate::{
    call::Call,
    directory_api::{
        Caller, GraphError,
        query::Options,
        reply::{Reply, answer},
        role_management,
    },
    site::Site,
    world::{World, late::Api, user::User},
};

pub(in crate::directory_api) async fn get(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    call: Call,
) -> Response {
    answer(&call, read(&site, &call, &headers, &id, query.as_deref()))
}

fn read(
    site: &Site,
    call: &Call,
    headers: &HeaderMap,
    id: &str,
    query: Option<&str>,
) -> Result<Reply, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    let options = Options::read(&USERS, query, headers)?;
    site.read(|world| {
        let user = world
            .tenant(caller.tenant)
            .and_then(|tenant| tenant.user_named(id))
            .filter(|user| user.is_visible_to(Api::Read, call.now()));
        let own = user.is_some_and(|user| caller.is(user.id))
            && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
        let by_role = user.is_some_and(|user| role_management::lets_read(world, &caller, user));
        if !own && !by_role && !caller.holds(&READ, &READ) {
            return Err(GraphError::denied());
        }
        let user = user.ok_or_else(|| GraphError::not_found(id))?;
        if View::by_id_only(world, &caller, user) && uuid::Uuid::try_parse(id).is_err() {
            return Err(GraphError::denied());
        }
        entity(world, call, &caller, user, &options)
    })
}

/// One user as an answer.
pub(in crate::directory_api) fn entity(
    world: &World,
    call: &Call,
    caller: &Caller,
    user: &User,
    options: &Options,
) -> Result<Reply, GraphError> {
    let view = View::of(world, caller, Some(user))?;
    check(caller, options, view)?;
    let mut body = serde_json::Map::new();
    let context = format!("{}/v1.0/$metadata#{}/$entity", call.origin, options.context());
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(shape(world, caller, user, options, view));
    Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
}
