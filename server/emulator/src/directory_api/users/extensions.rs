//! `/users/{id}/extensions`: open extensions ("openTypeExtension resource type", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::target::{to_read, to_write};
use crate::{
    directory_api::{Asked, GraphError, reply::Reply},
    world::extension::{ExtensionRefused, OpenExtension},
};

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

fn entity(asked: &Asked, status: StatusCode, extension: &OpenExtension) -> Reply {
    let mut body = shape(extension);
    let context =
        format!("{}/v1.0/$metadata#users('{}')/extensions/$entity", asked.call.origin, asked.segment(0));
    body.insert("@odata.context".to_owned(), json!(context));
    Reply::Json(status, Value::Object(body))
}

pub(in crate::directory_api) async fn list(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        asked.site.read(|world| {
            let user = to_read(world, asked, &caller, asked.segment(0))?;
            let context =
                format!("{}/v1.0/$metadata#users('{}')/extensions", asked.call.origin, asked.segment(0));
            let value: Vec<_> = user.extensions.open.iter().map(shape).collect();
            Ok(Reply::Json(StatusCode::OK, json!({ "@odata.context": context, "value": value })))
        })
    })
}

pub(in crate::directory_api) async fn get(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        asked.site.read(|world| {
            let user = to_read(world, asked, &caller, asked.segment(0))?;
            let kept = user.extensions.open(asked.segment(1)).ok_or_else(missing)?;
            Ok(entity(asked, StatusCode::OK, kept))
        })
    })
}

pub(in crate::directory_api) async fn add(asked: Asked) -> Response {
    asked.answer(|asked| {
        let mut values = values(asked)?;
        let name = values.remove("extensionName");
        let name = name.as_ref().and_then(Value::as_str).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| GraphError::bad_request("ExtensionName is required."))?;
        let written = write(asked, name, values, true)?;
        Ok(entity(asked, StatusCode::CREATED, &written))
    })
}

pub(in crate::directory_api) async fn change(asked: Asked) -> Response {
    asked.answer(|asked| {
        let mut values = values(asked)?;
        values.remove("extensionName");
        write(asked, asked.segment(1), values, false).map(|_| Reply::NoContent)
    })
}

pub(in crate::directory_api) async fn remove(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let cause = caller.cause(&asked.call);
        asked.site.change(|world| {
            let user = to_write(world, asked, &caller, asked.segment(0), &["User.ReadWrite"])?.id;
            let done = world.remove_extension(&cause, caller.tenant, user, asked.segment(1));
            done.map(|()| Reply::NoContent).map_err(|refused| refusal(asked, refused))
        })
    })
}

/// The body without what only describes it.
fn values(asked: &Asked) -> Result<Map<String, Value>, GraphError> {
    let mut values = asked.json()?;
    values.retain(|key, _| key != "id" && !key.starts_with("@odata."));
    Ok(values)
}

fn write(
    asked: &Asked,
    name: &str,
    values: Map<String, Value>,
    new: bool,
) -> Result<OpenExtension, GraphError> {
    let caller = asked.caller()?;
    let cause = caller.cause(&asked.call);
    let extension = OpenExtension { name: name.to_owned(), app: caller.app, values };
    asked.site.change(|world| {
        let user = to_write(world, asked, &caller, asked.segment(0), &["User.ReadWrite"])?.id;
        let done = world.write_extension(&cause, caller.tenant, user, extension, new);
        done.map_err(|refused| refusal(asked, refused))
    })
}

fn missing() -> GraphError {
    GraphError::new(StatusCode::NOT_FOUND, "ResourceNotFound", "Extension with given id not found.")
}

/// The limits are documented, the words of their refusals are not known.
fn refusal(asked: &Asked, refused: ExtensionRefused) -> GraphError {
    match refused {
        ExtensionRefused::NoUser => GraphError::not_found(asked.segment(0)),
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
