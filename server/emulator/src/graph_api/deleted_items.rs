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
    authorized_request::AuthorizedRequest,
    error::GraphError,
    query,
    query::{QueryOptions, shape},
    reply::Reply,
    users::{
        DELETED, PEOPLE, UserEntity,
        directory_extensions::check_defined,
        target::{may_delete, may_list_deleted},
    },
};

fn entity<'a>(world: &'a World, deleted: &'a Deleted) -> UserEntity<'a> {
    UserEntity { world, user: &deleted.user, deleted: Some(deleted.at) }
}

/// A deleted item with its `deletedDateTime`, which is shown whatever was selected.
fn body(entity: &UserEntity<'_>, options: &QueryOptions) -> Map<String, Value> {
    let mut body = shape(entity, options.shown(), |_| true);
    if options.select.is_none()
        && let Some(property) = options.catalogue.property("deletedDateTime")
    {
        body.extend(shape(entity, [property].iter(), |_| true));
    }
    body
}

/// `GET /directory/deletedItems/microsoft.graph.user`
pub(super) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(page(&request))
}

fn page(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let options = request.options(&DELETED)?;
    request.read_directory(|world, tenant| {
        may_list_deleted(world, &request.caller)?;
        check_defined(world, tenant.id, &options.criteria()?)?;
        let deleted = tenant.deleted_users(request.context.now()).map(|deleted| entity(world, deleted));
        query::list(&request.context, &options, deleted, |entity| body(entity, &options))
    })
}

/// One of them, with its type.
fn single(request: &AuthorizedRequest, entity: &UserEntity<'_>, options: &QueryOptions) -> Reply {
    let mut body = body(entity, options);
    body.insert("@odata.context".to_owned(), request.odata_context("directoryObjects/$entity"));
    body.insert("@odata.type".to_owned(), json!("#microsoft.graph.user"));
    Reply::Json(StatusCode::OK, Value::Object(body))
}

/// `GET /directory/deletedItems/{id}`
pub(super) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(read(&request, request.segment(0)))
}

fn read(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let options = request.options_of_one(&PEOPLE)?;
    request.read_directory(|world, tenant| {
        may_list_deleted(world, &request.caller)?;
        let deleted = id.parse().ok().and_then(|id| tenant.deleted_user(id, request.context.now()));
        let deleted = deleted.ok_or_else(|| GraphError::not_found(id))?;
        Ok(single(request, &entity(world, deleted), &options))
    })
}

/// The id of the deleted user that the address names, if the caller may restore or permanently delete it.
fn target(world: &World, request: &AuthorizedRequest) -> Result<UserId, GraphError> {
    let id = request.segment(0);
    let tenant = world.tenant(request.caller.tenant).ok_or_else(GraphError::denied)?;
    let deleted = id.parse().ok().and_then(|id| tenant.deleted_user(id, request.context.now()));
    may_delete(world, &request.caller, deleted.map(|deleted| &deleted.user))?;
    deleted.map(|deleted| deleted.user.id).ok_or_else(|| GraphError::not_found(id))
}

/// `DELETE /directory/deletedItems/{id}`
pub(super) async fn erase(request: AuthorizedRequest) -> Response {
    request.reply(request.state.change(|world| {
        let id = target(world, &request)?;
        world.erase_user(&request.event_meta(), request.caller.tenant, id);
        Ok(Reply::NoContent)
    }))
}

/// `POST /directory/deletedItems/{id}/restore`
pub(super) async fn restore(request: AuthorizedRequest) -> Response {
    request.reply(request.state.change(|world| {
        let (id, tenant) = (target(world, &request)?, request.caller.tenant);
        let done = world.restore_user(&request.event_meta(), tenant, id);
        done.map_err(|refused| refusal(refused, request.segment(0)))?;
        let user = world.tenant(tenant).and_then(|tenant| tenant.user(id));
        let user = user.ok_or_else(|| GraphError::not_found(request.segment(0)))?;
        Ok(single(&request, &UserEntity::of(world, user), &QueryOptions::none(&PEOPLE)))
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
