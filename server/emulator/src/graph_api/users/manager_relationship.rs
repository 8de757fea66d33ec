//! `/users/{id}/manager` ("List manager", "Assign manager", "Remove manager", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::Value;
use world::ids::UserId;

use super::{
    property::PEOPLE,
    target::{to_read, to_write},
};
use crate::graph_api::{
    authorized_request::AuthorizedRequest,
    error::GraphError,
    groups::{member::MemberObject, view_of_member},
    reply::Reply,
};

pub(in crate::graph_api) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(read(&request))
}

fn read(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let options = request.options_of_one(&PEOPLE)?;
    request.read_directory(|world, tenant| {
        let manager = to_read(world, request)?.manager.and_then(|id| tenant.user(id));
        let manager = manager.ok_or_else(|| GraphError::not_found("manager"))?;
        let view = view_of_member(world, &request.caller, manager);
        let mut body = MemberObject::user(world, manager, view).shape(options.shown());
        body.insert(
            "@odata.context".to_owned(),
            request.odata_context(&format!("{}/$entity", options.odata_context())),
        );
        Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
    })
}

pub(in crate::graph_api) async fn set(request: AuthorizedRequest) -> Response {
    request.reply(request.reference().and_then(|manager| change(&request, Some(UserId(manager)))))
}

pub(in crate::graph_api) async fn remove(request: AuthorizedRequest) -> Response {
    request.reply(change(&request, None))
}

fn change(request: &AuthorizedRequest, manager: Option<UserId>) -> Result<Reply, GraphError> {
    let named = manager.map_or_else(|| "manager".to_owned(), |id| id.to_string());
    request.state.change(|world| {
        let user = to_write(world, request, &[], Some("microsoft.directory/users/manager/update"))?.id;
        let done = world.set_manager(&request.event_meta(), request.caller.tenant, user, manager);
        done.map(|()| Reply::NoContent).map_err(|_| GraphError::not_found(&named))
    })
}
