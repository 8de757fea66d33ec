//! `GET /groups`, `GET /groups/$count` and `GET /groups/{id}` ("List groups", "Get group", Microsoft Graph).

use axum::{extract::Path, response::Response};
use world::ids::GroupId;

use super::{
    object::{GROUPS, row},
    rights::{READ_GROUPS, may_read},
};
use crate::directory_api::{
    ask::{Ask, object_id},
    error::GraphError,
    reply::Reply,
    rows,
};

pub(super) async fn list(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask, tenant, None, &READ_GROUPS)?;
        rows::list(&ask, &GROUPS, tenant.groups.values().map(row))
    }))
}

pub(super) async fn count(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask, tenant, None, &READ_GROUPS)?;
        rows::count(&ask, &GROUPS, tenant.groups.values().map(row))
    }))
}

pub(super) async fn get(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(read(&ask, &id))
}

fn read(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    ask.directory(|_, tenant| {
        let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        may_read(ask, tenant, group, &READ_GROUPS)?;
        object_id(id)?;
        rows::one(ask, &GROUPS, &row(group.ok_or_else(|| GraphError::not_found(id))?))
    })
}
