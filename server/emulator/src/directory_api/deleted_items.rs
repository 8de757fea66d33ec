//! `/directory/deletedItems`: deleted users ("List deleted items", "Restore deleted directory object item", "Permanently delete item").

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};
use world::{
    World,
    delete::{Deleted, RestoreRefused},
    ids::UserId,
};

use super::{
    ask::Ask,
    error::GraphError,
    query,
    query::{Options, shape},
    reply::Reply,
    users::{
        DELETED, Entity, PEOPLE,
        defined::check_defined,
        target::{may_delete, may_list_deleted},
    },
};

fn entity<'a>(world: &'a World, deleted: &'a Deleted) -> Entity<'a> {
    Entity { world, user: &deleted.user, deleted: Some(deleted.at) }
}

/// A deleted item is told when it was deleted, whatever else is shown.
fn body(entity: &Entity<'_>, options: &Options) -> Map<String, Value> {
    let mut body = shape(entity, options.shown(), |_| true);
    if options.select.is_none()
        && let Some(property) = options.catalogue.property("deletedDateTime")
    {
        body.extend(shape(entity, [property].iter(), |_| true));
    }
    body
}

/// `GET /directory/deletedItems/microsoft.graph.user`
pub(super) async fn list(ask: Ask) -> Response {
    ask.reply(page(&ask))
}

fn page(ask: &Ask) -> Result<Reply, GraphError> {
    let options = ask.options(&DELETED)?;
    ask.directory(|world, tenant| {
        may_list_deleted(world, &ask.caller)?;
        check_defined(world, tenant.id, &options.wanted()?)?;
        let deleted = tenant.deleted_users(ask.call.now()).map(|deleted| entity(world, deleted));
        query::list(&ask.call, &options, deleted, |entity| body(entity, &options))
    })
}

/// One of them, with its type.
fn single(ask: &Ask, entity: &Entity<'_>, options: &Options) -> Reply {
    let mut body = body(entity, options);
    body.insert("@odata.context".to_owned(), ask.context("directoryObjects/$entity"));
    body.insert("@odata.type".to_owned(), json!("#microsoft.graph.user"));
    Reply::Json(StatusCode::OK, Value::Object(body))
}

/// `GET /directory/deletedItems/{id}`
pub(super) async fn get(ask: Ask) -> Response {
    ask.reply(read(&ask, ask.segment(0)))
}

fn read(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let options = ask.options_of_one(&PEOPLE)?;
    ask.directory(|world, tenant| {
        may_list_deleted(world, &ask.caller)?;
        let deleted = id.parse().ok().and_then(|id| tenant.deleted_user(id, ask.call.now()));
        let deleted = deleted.ok_or_else(|| GraphError::not_found(id))?;
        Ok(single(ask, &entity(world, deleted), &options))
    })
}

/// The id of the deleted user that the address names, if this caller may restore it or delete it for good.
fn target(world: &World, ask: &Ask) -> Result<UserId, GraphError> {
    let id = ask.segment(0);
    let tenant = world.tenant(ask.caller.tenant).ok_or_else(GraphError::denied)?;
    let deleted = id.parse().ok().and_then(|id| tenant.deleted_user(id, ask.call.now()));
    may_delete(world, &ask.caller, deleted.map(|deleted| &deleted.user))?;
    deleted.map(|deleted| deleted.user.id).ok_or_else(|| GraphError::not_found(id))
}

/// `DELETE /directory/deletedItems/{id}`
pub(super) async fn erase(ask: Ask) -> Response {
    ask.reply(ask.site.change(|world| {
        let id = target(world, &ask)?;
        world.erase_user(&ask.meta(), ask.caller.tenant, id);
        Ok(Reply::NoContent)
    }))
}

/// `POST /directory/deletedItems/{id}/restore`
pub(super) async fn restore(ask: Ask) -> Response {
    ask.reply(ask.site.change(|world| {
        let (id, tenant) = (target(world, &ask)?, ask.caller.tenant);
        let done = world.restore_user(&ask.meta(), tenant, id);
        done.map_err(|refused| refusal(refused, ask.segment(0)))?;
        let user = world.tenant(tenant).and_then(|tenant| tenant.user(id));
        let user = user.ok_or_else(|| GraphError::not_found(ask.segment(0)))?;
        Ok(single(&ask, &Entity::of(world, user), &Options::none(&PEOPLE)))
    }))
}

fn refusal(refused: RestoreRefused, id: &str) -> GraphError {
    let taken = |property: &str| {
        let message = format!("Another object with the same value for property {property} already exists.");
        GraphError::request_bad_request(&message).with_detail("ObjectConflict", property, &message)
    };
    match refused {
        RestoreRefused::NotFound => GraphError::not_found(id),
        RestoreRefused::NameTaken => taken("userPrincipalName"),
        RestoreRefused::AddressTaken => taken("proxyAddresses"),
    }
}
