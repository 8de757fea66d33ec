//! `GET /groups`, `GET /groups/$count` and `GET /groups/{id}` ("List groups", "Get group", Microsoft Graph).

use axum::{extract::Path, response::Response};
use world::ids::GroupId;

use super::{
    object::{GROUPS, row},
    rights::{READ_GROUPS, may_read},
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, object_id},
    error::GraphError,
    json_rows,
    reply::Reply,
};

pub(super) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request, tenant, None, &READ_GROUPS)?;
        json_rows::list(&request, &GROUPS, tenant.groups.values().map(row))
    }))
}

pub(super) async fn count(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request, tenant, None, &READ_GROUPS)?;
        json_rows::count(&request, &GROUPS, tenant.groups.values().map(row))
    }))
}

pub(super) async fn get(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(read(&request, &id))
}

fn read(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    request.read_directory(|_, tenant| {
        let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        may_read(request, tenant, group, &READ_GROUPS)?;
        object_id(id)?;
        json_rows::one(request, &GROUPS, &row(group.ok_or_else(|| GraphError::not_found(id))?))
    })
}
