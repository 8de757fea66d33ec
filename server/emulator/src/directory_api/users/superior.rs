//! `/users/{id}/manager` ("List manager", "Assign manager", "Remove manager", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

use super::{
    PEOPLE,
    property::Entity,
    target::{to_read, to_write},
};
use crate::{
    directory_api::{Asked, GraphError, query::shape, reply::Reply},
    world::ids::UserId,
};

pub(in crate::directory_api) async fn get(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let options = asked.options(&PEOPLE)?;
        asked.site.read(|world| {
            let user = to_read(world, asked, &caller, asked.segment(0))?;
            let manager = user.manager.and_then(|id| world.tenant(caller.tenant)?.user(id));
            let manager = manager.ok_or_else(|| GraphError::not_found("manager"))?;
            let mut body = shape(&Entity::of(world, manager), options.shown(), |_| true);
            let context = format!("{}/v1.0/$metadata#{}/$entity", asked.call.origin, options.context());
            body.insert("@odata.context".to_owned(), json!(context));
            body.insert("@odata.type".to_owned(), json!("#microsoft.graph.user"));
            Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
        })
    })
}

pub(in crate::directory_api) async fn set(asked: Asked) -> Response {
    asked.answer(|asked| change(asked, Some(UserId(asked.reference()?))))
}

pub(in crate::directory_api) async fn remove(asked: Asked) -> Response {
    asked.answer(|asked| change(asked, None))
}

fn change(asked: &Asked, manager: Option<UserId>) -> Result<Reply, GraphError> {
    let caller = asked.caller()?;
    let named = manager.map_or_else(|| "manager".to_owned(), |id| id.to_string());
    asked.site.change(|world| {
        let user = to_write(world, asked, &caller, asked.segment(0), &[])?.id;
        world
            .set_manager(&caller.cause(&asked.call), caller.tenant, user, manager)
            .map(|()| Reply::NoContent)
            .map_err(|_| GraphError::not_found(&named))
    })
}
