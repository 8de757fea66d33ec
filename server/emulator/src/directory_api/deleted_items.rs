//! `/directory/deletedItems`: deleted users ("List deleted items", "Restore deleted directory object item", "Permanently delete item").

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{
    Asked, Caller, GraphError,
    query::{self, Options, shape},
    reply::Reply,
    users::{
        Entity, PEOPLE, USERS,
        target::{may_delete, may_list_deleted},
    },
};
use crate::world::{
    World,
    delete::{Deleted, RestoreRefused},
    ids::UserId,
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
pub(super) async fn list(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let options = asked.options(&USERS)?;
        options.check_list()?;
        asked.site.read(|world| {
            may_list_deleted(world, &caller)?;
            let tenant = world.tenant(caller.tenant).ok_or_else(GraphError::denied)?;
            let wanted = options.wanted()?;
            let deleted = tenant.deleted_users(asked.call.now()).map(|deleted| entity(world, deleted));
            let mut found: Vec<_> = deleted.filter(|entity| wanted.finds(entity)).collect();
            options.sort(&mut found);
            Ok(query::page(&asked.call, &options, &found, |entity| body(entity, &options)))
        })
    })
}

/// One of them, with its type.
fn single(asked: &Asked, entity: &Entity<'_>, options: &Options) -> Reply {
    let mut body = body(entity, options);
    let context = format!("{}/v1.0/$metadata#directoryObjects/$entity", asked.call.origin);
    body.insert("@odata.context".to_owned(), json!(context));
    body.insert("@odata.type".to_owned(), json!("#microsoft.graph.user"));
    Reply::Json(StatusCode::OK, Value::Object(body))
}

/// `GET /directory/deletedItems/{id}`
pub(super) async fn get(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let options = asked.options(&PEOPLE)?;
        let id = asked.segment(0);
        asked.site.read(|world| {
            may_list_deleted(world, &caller)?;
            let tenant = world.tenant(caller.tenant).ok_or_else(GraphError::denied)?;
            let deleted = id.parse().ok().and_then(|id| tenant.deleted_user(id, asked.call.now()));
            let deleted = deleted.ok_or_else(|| GraphError::not_found(id))?;
            Ok(single(asked, &entity(world, deleted), &options))
        })
    })
}

/// The id of the deleted user that the address names, if this caller may restore it or delete it for good.
fn target(world: &World, asked: &Asked, caller: &Caller) -> Result<UserId, GraphError> {
    let id = asked.segment(0);
    let tenant = world.tenant(caller.tenant).ok_or_else(GraphError::denied)?;
    let deleted = id.parse().ok().and_then(|id| tenant.deleted_user(id, asked.call.now()));
    may_delete(world, caller, deleted.map(|deleted| &deleted.user))?;
    deleted.map(|deleted| deleted.user.id).ok_or_else(|| GraphError::not_found(id))
}

/// `DELETE /directory/deletedItems/{id}`
pub(super) async fn erase(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        asked.site.change(|world| {
            let id = target(world, asked, &caller)?;
            world.erase_user(&caller.cause(&asked.call), caller.tenant, id);
            Ok(Reply::NoContent)
        })
    })
}

/// `POST /directory/deletedItems/{id}/restore`
pub(super) async fn restore(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        asked.site.change(|world| {
            let id = target(world, asked, &caller)?;
            let done = world.restore_user(&caller.cause(&asked.call), caller.tenant, id);
            done.map_err(|refused| refusal(refused, asked.segment(0)))?;
            let user = world.tenant(caller.tenant).and_then(|tenant| tenant.user(id));
            let user = user.ok_or_else(|| GraphError::not_found(asked.segment(0)))?;
            Ok(single(asked, &Entity::of(world, user), &Options::none(&PEOPLE)))
        })
    })
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
