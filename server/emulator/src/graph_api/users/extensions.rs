//! `/users/{id}/extensions`: open extensions ("openTypeExtension resource type", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};
use world::{
    extension::{ExtensionRefused, OpenExtension},
    user::User,
};

use super::target::{to_read, to_write};
use crate::graph_api::{authorized_request::AuthorizedRequest, error::GraphError, reply::Reply};

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

fn odata_context(request: &AuthorizedRequest, rest: &str) -> Value {
    request.odata_context(&format!("users('{}')/extensions{rest}", request.segment(0)))
}

fn entity(request: &AuthorizedRequest, status: StatusCode, extension: &OpenExtension) -> Reply {
    let mut body = shape(extension);
    body.insert("@odata.context".to_owned(), odata_context(request, "/$entity"));
    Reply::Json(status, Value::Object(body))
}

pub(in crate::graph_api) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(read(&request, |user| {
        let value: Vec<_> = user.extensions.open.iter().map(shape).collect();
        let body = json!({ "@odata.context": odata_context(&request, ""), "value": value });
        Ok(Reply::Json(StatusCode::OK, body))
    }))
}

pub(in crate::graph_api) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(read(&request, |user| {
        let kept = user.extensions.open(request.segment(1)).ok_or_else(missing)?;
        Ok(entity(&request, StatusCode::OK, kept))
    }))
}

fn read(
    request: &AuthorizedRequest,
    of: impl FnOnce(&User) -> Result<Reply, GraphError>,
) -> Result<Reply, GraphError> {
    request.no_options()?;
    request.state.read(|world| of(to_read(world, request)?))
}

pub(in crate::graph_api) async fn add(request: AuthorizedRequest) -> Response {
    request.reply(made(&request))
}

fn made(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let mut values = values(request)?;
    let name = values.remove("extensionName");
    let name = name.as_ref().and_then(Value::as_str).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| GraphError::bad_request("ExtensionName is required."))?;
    let written = write(request, name, values, true)?;
    Ok(entity(request, StatusCode::CREATED, &written))
}

pub(in crate::graph_api) async fn change(request: AuthorizedRequest) -> Response {
    request.reply(values(&request).and_then(|mut values| {
        values.remove("extensionName");
        write(&request, request.segment(1), values, false).map(|_| Reply::NoContent)
    }))
}

pub(in crate::graph_api) async fn remove(request: AuthorizedRequest) -> Response {
    request.reply(request.state.change(|world| {
        let user = to_write(world, &request, &["User.ReadWrite"], None)?.id;
        let done =
            world.remove_extension(&request.event_meta(), request.caller.tenant, user, request.segment(1));
        done.map(|()| Reply::NoContent).map_err(|refused| refusal(&request, refused))
    }))
}

fn values(request: &AuthorizedRequest) -> Result<Map<String, Value>, GraphError> {
    let mut values = request.json()?;
    values.remove("id");
    Ok(values)
}

fn write(
    request: &AuthorizedRequest,
    name: &str,
    values: Map<String, Value>,
    new: bool,
) -> Result<OpenExtension, GraphError> {
    let extension = OpenExtension { name: name.to_owned(), app: request.caller.app, values };
    request.state.change(|world| {
        let user = to_write(world, request, &["User.ReadWrite"], None)?.id;
        let done = world.write_extension(&request.event_meta(), request.caller.tenant, user, extension, new);
        done.map_err(|refused| refusal(request, refused))
    })
}

fn missing() -> GraphError {
    GraphError::new(StatusCode::NOT_FOUND, "ResourceNotFound", "Extension with given id not found.")
}

/// The errors. The limits are documented; the messages are unknown.
fn refusal(request: &AuthorizedRequest, refused: ExtensionRefused) -> GraphError {
    match refused {
        ExtensionRefused::NoUser => GraphError::not_found(request.segment(0)),
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
