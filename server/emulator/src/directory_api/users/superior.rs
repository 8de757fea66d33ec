//! `/users/{id}/manager` ("List manager", "Assign manager", "Remove manager", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::Value;
use world::ids::UserId;

use super::{
    property::PEOPLE,
    target::{to_read, to_write},
};
use crate::directory_api::{
    ask::Ask,
    error::GraphError,
    groups::{member::MemberObject, view_of_member},
    reply::Reply,
};

pub(in crate::directory_api) async fn get(ask: Ask) -> Response {
    ask.reply(read(&ask))
}

fn read(ask: &Ask) -> Result<Reply, GraphError> {
    let options = ask.options_of_one(&PEOPLE)?;
    ask.directory(|world, tenant| {
        let manager = to_read(world, ask)?.manager.and_then(|id| tenant.user(id));
        let manager = manager.ok_or_else(|| GraphError::not_found("manager"))?;
        let view = view_of_member(world, &ask.caller, manager);
        let mut body = MemberObject::user(world, manager, view).shape(options.shown());
        body.insert("@odata.context".to_owned(), ask.context(&format!("{}/$entity", options.context())));
        Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
    })
}

pub(in crate::directory_api) async fn set(ask: Ask) -> Response {
    ask.reply(ask.reference().and_then(|manager| change(&ask, Some(UserId(manager)))))
}

pub(in crate::directory_api) async fn remove(ask: Ask) -> Response {
    ask.reply(change(&ask, None))
}

fn change(ask: &Ask, manager: Option<UserId>) -> Result<Reply, GraphError> {
    let named = manager.map_or_else(|| "manager".to_owned(), |id| id.to_string());
    ask.site.change(|world| {
        let user = to_write(world, ask, &[])?.id;
        let done = world.set_manager(&ask.meta(), ask.caller.tenant, user, manager);
        done.map(|()| Reply::NoContent).map_err(|_| GraphError::not_found(&named))
    })
}
