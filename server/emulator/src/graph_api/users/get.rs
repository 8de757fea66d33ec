//! `GET /users/{id or principal name}`

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value};
use world::{World, user::User, visibility_lag::Api};

use super::{
    permission::READ,
    property::USERS,
    shape::{check, shape},
    view::UserView,
};
use crate::graph_api::{
    authorized_request::AuthorizedRequest, error::GraphError, query::QueryOptions, reply::Reply,
    role_management,
};

pub(in crate::graph_api) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(read(&request, request.segment(0)))
}

fn read(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let (caller, options) = (&request.caller, request.options_of_one(&USERS)?);
    request.state.read(|world| {
        let user = world
            .tenant(caller.tenant)
            .and_then(|tenant| tenant.user_named(id))
            .filter(|user| user.is_visible_to(Api::Read, request.context.now()));
        let own = user.is_some_and(|user| caller.is(user.id))
            && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
        let by_role = user.is_some_and(|user| role_management::role_allows_read(world, caller, user));
        if !own && !by_role && !caller.holds(&READ, &READ) {
            return Err(GraphError::denied());
        }
        let user = user.ok_or_else(|| GraphError::not_found(id))?;
        // A guest can read other users by object id only, not by name ("Default user permissions").
        let by_id = uuid::Uuid::try_parse(id).is_ok();
        if UserView::of(world, caller, Some(user))? == UserView::ForGuest && !by_id {
            return Err(GraphError::denied());
        }
        entity(world, request, user, &options)
    })
}

/// One user as an answer.
pub(in crate::graph_api) fn entity(
    world: &World,
    request: &AuthorizedRequest,
    user: &User,
    options: &QueryOptions,
) -> Result<Reply, GraphError> {
    let view = UserView::of(world, &request.caller, Some(user))?;
    check(&request.caller, options, view)?;
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        request.odata_context(&format!("{}/$entity", options.odata_context())),
    );
    body.extend(shape(world, &request.caller, user, options, view));
    Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
}
