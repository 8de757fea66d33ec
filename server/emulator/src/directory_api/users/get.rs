//! `GET /users/{id or principal name}`

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{
    READ,
    shape::{View, shape},
};
use crate::{
    call::Call,
    directory_api::{
        Caller, GraphError,
        query::Options,
        reply::{Reply, answer},
    },
    site::Site,
    world::{World, user::User},
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
    let options = Options::read(query, headers)?;
    site.read(|world| {
        let user = world
            .tenant(caller.tenant)
            .and_then(|tenant| tenant.user_named(id))
            .filter(|user| user.is_visible(call.now()));
        let own = user.is_some_and(|user| caller.is(user.id))
            && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
        if !own && !caller.holds(&READ, &READ) {
            return Err(GraphError::denied());
        }
        let user = user.ok_or_else(|| GraphError::not_found(id))?;
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
    let mut body = serde_json::Map::new();
    let context = format!("{}/v1.0/$metadata#users{}/$entity", call.origin, options.selected_names());
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(shape(world, user, options.select.as_deref(), view));
    Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
}
