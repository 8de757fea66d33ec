//! `DELETE /users/{id or principal name}` ("Delete a user", Microsoft Graph).

use axum::response::Response;

use super::target::may_delete;
use crate::graph_api::{authorized_request::AuthorizedRequest, error::GraphError, reply::Reply};

pub(in crate::graph_api) async fn delete(request: AuthorizedRequest) -> Response {
    let (tenant, id) = (request.caller.tenant, request.segment(0));
    request.reply(request.state.change(|world| {
        let user = world.tenant(tenant).and_then(|tenant| tenant.user_named(id));
        may_delete(world, &request.caller, user)?;
        let user = user.ok_or_else(|| GraphError::not_found(id))?.id;
        if world.delete_user(&request.event_meta(), tenant, user) {
            Ok(Reply::NoContent)
        } else {
            Err(GraphError::not_found(id))
        }
    }))
}
