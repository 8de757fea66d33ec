//! `/subscriptions` ("subscription resource type", Microsoft Graph). Other than the real service, notifications go to this machine only, and plain
//! HTTP will do.

mod create;
mod object;

use axum::{Router, response::Response, routing::get};
use object::{SUBSCRIPTIONS, row};
use serde_json::Value;
use world::{World, change::ObjectKind, subscription::Subscription};

use super::{
    ask::{Ask, object_id},
    error::GraphError,
    groups,
    reply::Reply,
    rows,
    unknown::not_allowed,
};
use crate::{directory_api::users::view::may_follow_all, site::Site};

/// The addresses of subscriptions.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/subscriptions", get(list).post(create::post).fallback(not_allowed))
        .route("/subscriptions/{id}", get(one).patch(renew).delete(end).fallback(not_allowed))
}

/// The permission that reads the objects.
fn may_follow(ask: &Ask, world: &World, kind: ObjectKind) -> Result<(), GraphError> {
    match kind {
        ObjectKind::User => may_follow_all(ask, world),
        ObjectKind::Group => ask.needs_as_member(&groups::READ),
    }
}

/// An application sees its own subscriptions, to what it may read by now.
async fn list(ask: Ask) -> Response {
    ask.reply(ask.directory(|world, tenant| {
        may_follow(&ask, world, ObjectKind::User).or_else(|_| may_follow(&ask, world, ObjectKind::Group))?;
        let now = ask.call.now();
        let own = tenant.subscriptions.values();
        let own = own.filter(|own| own.app == ask.caller.app && now < own.expires);
        let own = own.filter(|own| may_follow(&ask, world, own.kind).is_ok());
        rows::list(&ask, &SUBSCRIPTIONS, own.map(row))
    }))
}

async fn one(ask: Ask) -> Response {
    ask.reply(ask.site.read(|world| rows::one(&ask, &SUBSCRIPTIONS, &row(named(&ask, world)?))))
}

fn named<'a>(ask: &Ask, world: &'a World) -> Result<&'a Subscription, GraphError> {
    let id = object_id(ask.segment(0))?;
    let found = world.subscription(ask.caller.tenant, id, ask.call.now());
    let found = found.filter(|found| found.app == ask.caller.app).ok_or_else(|| {
        GraphError::new(http::StatusCode::NOT_FOUND, "ResourceNotFound", "The object was not found.")
    })?;
    may_follow(ask, world, found.kind)?;
    Ok(found)
}

async fn renew(ask: Ask) -> Response {
    ask.reply(prolong(&ask))
}

fn prolong(ask: &Ask) -> Result<Reply, GraphError> {
    let id = ask.site.read(|world| named(ask, world).map(|own| own.id))?;
    let body = ask.json()?;
    if let Some(other) = body.keys().find(|name| *name != "expirationDateTime") {
        return Err(GraphError::bad_request(&format!("Property '{other}' cannot be changed.")));
    }
    let expires = create::expiry(ask, body.get("expirationDateTime").unwrap_or(&Value::Null))?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    ask.site.change(|world| world.renew_subscription(&meta, tenant, id, expires));
    ask.site.read(|world| rows::one(ask, &SUBSCRIPTIONS, &row(named(ask, world)?)))
}

async fn end(ask: Ask) -> Response {
    ask.reply(remove(&ask))
}

fn remove(ask: &Ask) -> Result<Reply, GraphError> {
    let id = ask.site.read(|world| named(ask, world).map(|own| own.id))?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    ask.site.change(|world| world.end_subscription(&meta, tenant, id));
    Ok(Reply::NoContent)
}
