//! `DELETE /users/{id or principal name}` ("Delete a user", Microsoft Graph).

use axum::response::Response;

use super::target::may_delete;
use crate::directory_api::{ask::Ask, error::GraphError, reply::Reply};

pub(in crate::directory_api) async fn delete(ask: Ask) -> Response {
    let (tenant, id) = (ask.caller.tenant, ask.segment(0));
    ask.reply(ask.site.change(|world| {
        let user = world.tenant(tenant).and_then(|tenant| tenant.user_named(id));
        may_delete(world, &ask.caller, user)?;
        let user = user.ok_or_else(|| GraphError::not_found(id))?.id;
        if world.delete_user(&ask.meta(), tenant, user) {
            Ok(Reply::NoContent)
        } else {
            Err(GraphError::not_found(id))
        }
    }))
}
