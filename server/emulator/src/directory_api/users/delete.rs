//! `DELETE /users/{id or principal name}` ("Delete a user", Microsoft Graph).

use axum::response::Response;

use super::target::may_delete;
use crate::directory_api::{Asked, GraphError, reply::Reply};

pub(in crate::directory_api) async fn delete(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let id = asked.segment(0);
        asked.site.change(|world| {
            let user = world.tenant(caller.tenant).and_then(|tenant| tenant.user_named(id));
            may_delete(world, &caller, user)?;
            let user = user.ok_or_else(|| GraphError::not_found(id))?.id;
            if world.delete_user(&caller.cause(&asked.call), caller.tenant, user) {
                Ok(Reply::NoContent)
            } else {
                Err(GraphError::not_found(id))
            }
        })
    })
}
