//! `/users/{id}/extensions`: open extensions ("openTypeExtension resource type", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};
use world::{
    extension::{ExtensionRefused, OpenExtension},
    user::User,
};

use super::target::{to_read, to_write};
use crate::directory_api::{ask::Ask, error::GraphError, reply::Reply};

const TYPE: &str = "#microsoft.graph.openTypeExtension";

/// An open extension as JSON.
pub(super) fn shape(extension: &OpenExtension) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("@odata.type".to_owned(), json!(TYPE));
    body.insert("extensionName".to_owned(), json!(extension.name));
    body.insert("id".to_owned(), json!(extension.name));
    body.extend(extension.values.clone());
    body
}

fn context(ask: &Ask, rest: &str) -> Value {
    ask.context(&format!("users('{}')/extensions{rest}", ask.segment(0)))
}

fn entity(ask: &Ask, status: StatusCode, extension: &OpenExtension) -> Reply {
    let mut body = shape(extension);
    body.insert("@odata.context".to_owned(), context(ask, "/$entity"));
    Reply::Json(status, Value::Object(body))
}

pub(in crate::directory_api) async fn list(ask: Ask) -> Response {
    ask.reply(read(&ask, |user| {
        let value: Vec<_> = user.extensions.open.iter().map(shape).collect();
        let body = json!({ "@odata.context": context(&ask, ""), "value": value });
        Ok(Reply::Json(StatusCode::OK, body))
    }))
}

pub(in crate::directory_api) async fn get(ask: Ask) -> Response {
    ask.reply(read(&ask, |user| {
        let kept = user.extensions.open(ask.segment(1)).ok_or_else(missing)?;
        Ok(entity(&ask, StatusCode::OK, kept))
    }))
}

fn read(ask: &Ask, of: impl FnOnce(&User) -> Result<Reply, GraphError>) -> Result<Reply, GraphError> {
    ask.no_options()?;
    ask.site.read(|world| of(to_read(world, ask)?))
}

pub(in crate::directory_api) async fn add(ask: Ask) -> Response {
    ask.reply(made(&ask))
}

fn made(ask: &Ask) -> Result<Reply, GraphError> {
    let mut values = values(ask)?;
    let name = values.remove("extensionName");
    let name = name.as_ref().and_then(Value::as_str).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| GraphError::bad_request("ExtensionName is required."))?;
    let written = write(ask, name, values, true)?;
    Ok(entity(ask, StatusCode::CREATED, &written))
}

pub(in crate::directory_api) async fn change(ask: Ask) -> Response {
    ask.reply(values(&ask).and_then(|mut values| {
        values.remove("extensionName");
        write(&ask, ask.segment(1), values, false).map(|_| Reply::NoContent)
    }))
}

pub(in crate::directory_api) async fn remove(ask: Ask) -> Response {
    ask.reply(ask.site.change(|world| {
        let user = to_write(world, &ask, &["User.ReadWrite"])?.id;
        let done = world.remove_extension(&ask.meta(), ask.caller.tenant, user, ask.segment(1));
        done.map(|()| Reply::NoContent).map_err(|refused| refusal(&ask, refused))
    }))
}

fn values(ask: &Ask) -> Result<Map<String, Value>, GraphError> {
    let mut values = ask.json()?;
    values.remove("id");
    Ok(values)
}

fn write(ask: &Ask, name: &str, values: Map<String, Value>, new: bool) -> Result<OpenExtension, GraphError> {
    let extension = OpenExtension { name: name.to_owned(), app: ask.caller.app, values };
    ask.site.change(|world| {
        let user = to_write(world, ask, &["User.ReadWrite"])?.id;
        let done = world.write_extension(&ask.meta(), ask.caller.tenant, user, extension, new);
        done.map_err(|refused| refusal(ask, refused))
    })
}

fn missing() -> GraphError {
    GraphError::new(StatusCode::NOT_FOUND, "ResourceNotFound", "Extension with given id not found.")
}

/// The limits are documented, the words of their refusals are not known.
fn refusal(ask: &Ask, refused: ExtensionRefused) -> GraphError {
    match refused {
        ExtensionRefused::NoUser => GraphError::not_found(ask.segment(0)),
        ExtensionRefused::NotFound => missing(),
        ExtensionRefused::Exists => GraphError::new(
            StatusCode::CONFLICT,
            "NameAlreadyExists",
            "An extension already exists with given id.",
        ),
        ExtensionRefused::TooMany => {
            GraphError::bad_request("An application cannot add more than 2 open extensions to an object.")
        }
        ExtensionRefused::TooLarge => {
            GraphError::bad_request("The size of the open extension exceeds the limit of 2048 bytes.")
        }
    }
}
