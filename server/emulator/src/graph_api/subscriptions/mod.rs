//! `/subscriptions` ("subscription resource type", Microsoft Graph). Unlike the real service, notifications go to this machine only, and plain HTTP
//! is allowed.

mod create;
mod object;

use axum::{Router, response::Response, routing::get};
use object::{SUBSCRIPTIONS, row};
use serde_json::Value;
use world::{World, change::ObjectKind, subscription::Subscription};

use super::{
    authorized_request::{AuthorizedRequest, object_id},
    error::GraphError,
    groups, json_rows,
    reply::Reply,
    unknown::not_allowed,
};
use crate::{app_state::AppState, graph_api::users::view::may_follow_all};

/// The addresses of subscriptions.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/subscriptions", get(list).post(create::post).fallback(not_allowed))
        .route("/subscriptions/{id}", get(one).patch(renew).delete(end).fallback(not_allowed))
}

/// Requires the permission to read the objects.
fn may_follow(request: &AuthorizedRequest, world: &World, kind: ObjectKind) -> Result<(), GraphError> {
    match kind {
        ObjectKind::User => may_follow_all(request, world),
        ObjectKind::Group => request.require_member_permission(&groups::READ),
    }
}

/// An application can list its own subscriptions, to objects that it may read.
async fn list(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        may_follow(&request, world, ObjectKind::User)
            .or_else(|_| may_follow(&request, world, ObjectKind::Group))?;
        let now = request.context.now();
        let own = tenant.subscriptions.values();
        let own = own.filter(|own| own.app == request.caller.app && now < own.expires);
        let own = own.filter(|own| may_follow(&request, world, own.kind).is_ok());
        json_rows::list(&request, &SUBSCRIPTIONS, own.map(row))
    }))
}

async fn one(request: AuthorizedRequest) -> Response {
    request.reply(
        request.state.read(|world| json_rows::one(&request, &SUBSCRIPTIONS, &row(named(&request, world)?))),
    )
}

fn named<'a>(request: &AuthorizedRequest, world: &'a World) -> Result<&'a Subscription, GraphError> {
    let id = object_id(request.segment(0))?;
    let found = world.subscription(request.caller.tenant, id, request.context.now());
    let found = found.filter(|found| found.app == request.caller.app).ok_or_else(|| {
        GraphError::new(http::StatusCode::NOT_FOUND, "ResourceNotFound", "The object was not found.")
    })?;
    may_follow(request, world, found.kind)?;
    Ok(found)
}

async fn renew(request: AuthorizedRequest) -> Response {
    request.reply(prolong(&request))
}

fn prolong(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let id = request.state.read(|world| named(request, world).map(|own| own.id))?;
    let body = request.json()?;
    if let Some(other) = body.keys().find(|name| *name != "expirationDateTime") {
        return Err(GraphError::bad_request(&format!("Property '{other}' cannot be changed.")));
    }
    let expires = create::expiry(request, body.get("expirationDateTime").unwrap_or(&Value::Null))?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    request.state.change(|world| world.renew_subscription(&meta, tenant, id, expires));
    request.state.read(|world| json_rows::one(request, &SUBSCRIPTIONS, &row(named(request, world)?)))
}

async fn end(request: AuthorizedRequest) -> Response {
    request.reply(remove(&request))
}

fn remove(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let id = request.state.read(|world| named(request, world).map(|own| own.id))?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    request.state.change(|world| world.end_subscription(&meta, tenant, id));
    Ok(Reply::NoContent)
}
