//! `/applications`: the registrations, and the directory extensions they define ("Create extensionProperty", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{
    Asked, Caller, GraphError,
    query::{self, Catalogue, Kind, Object, Operators, Property, Value as Field, shape},
    reply::Reply,
};
use crate::world::{World, app::Client, extension::Definition};

const READ: [&str; 4] =
    ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const WRITE: [&str; 1] = ["Application.ReadWrite.All"];
/// Kinds of object that may have directory extensions.
const TARGETS: [&str; 6] = ["User", "Group", "AdministrativeUnit", "Application", "Device", "Organization"];

static PROPERTIES: [Property; 3] = [
    Property::new("id", Kind::Id, Operators::CHOICE).by_default(),
    Property::new("appId", Kind::Id, Operators::CHOICE).by_default(),
    Property::text("displayName").by_default(),
];

static APPLICATIONS: Catalogue = Catalogue {
    type_name: "microsoft.graph.application",
    set: "applications",
    properties: &PROPERTIES,
    links: &[],
    extensible: false,
};

impl Object for &Client {
    fn value(&self, property: &Property) -> Field<'_> {
        match property.name.as_ref() {
            "id" => Field::Id(self.object_id()),
            "appId" => Field::Id(self.client_id.0),
            "displayName" => Field::text(Some(&self.name)),
            _ => Field::Null,
        }
    }
}

/// `GET /applications`
pub(super) async fn list(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let options = asked.options(&APPLICATIONS)?;
        if !caller.holds(&READ, &READ) {
            return Err(GraphError::denied());
        }
        asked.site.read(|world| {
            let wanted = options.wanted()?;
            let own = world.clients().iter().filter(|client| client.tenant_id == caller.tenant);
            let mut found: Vec<&Client> = own.filter(|client| wanted.finds(client)).collect();
            options.sort(&mut found);
            let all = |client: &&Client| shape(client, options.shown(), |_| true);
            Ok(query::page(&asked.call, &options, &found, all))
        })
    })
}

/// The registration that the address names, for a caller with one of these permissions.
fn target<'a>(
    world: &'a World,
    asked: &Asked,
    caller: &Caller,
    permissions: &[&str],
) -> Result<&'a Client, GraphError> {
    if !caller.holds(permissions, permissions) {
        return Err(GraphError::denied());
    }
    let id = asked.segment(0);
    let mut own = world.clients().iter().filter(|client| client.tenant_id == caller.tenant);
    own.find(|client| client.object_id().to_string() == id).ok_or_else(|| GraphError::not_found(id))
}

fn definition(client: &Client, definition: &Definition) -> Map<String, Value> {
    let body = json!({
        "id": definition.id,
        "deletedDateTime": null,
        "appDisplayName": client.name,
        "dataType": definition.data_type,
        "isMultiValued": false,
        "isSyncedFromOnPremises": false,
        "name": definition.name,
        "targetObjects": definition.target_objects,
    });
    body.as_object().cloned().unwrap_or_default()
}

/// `GET /applications/{id}/extensionProperties`
pub(super) async fn properties(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        asked.site.read(|world| {
            let client = target(world, asked, &caller, &READ)?;
            let own = world.definitions().iter().filter(|definition| definition.app == client.client_id);
            let value: Vec<_> = own.map(|own| definition(client, own)).collect();
            let context = format!(
                "{}/v1.0/$metadata#applications('{}')/extensionProperties",
                asked.call.origin,
                asked.segment(0)
            );
            Ok(Reply::Json(StatusCode::OK, json!({ "@odata.context": context, "value": value })))
        })
    })
}

/// `POST /applications/{id}/extensionProperties`
pub(super) async fn define(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let cause = caller.cause(&asked.call);
        let client = asked.site.read(|world| target(world, asked, &caller, &WRITE).cloned())?;
        let body = asked.json()?;
        let name = body.get("name").and_then(Value::as_str).filter(|name| is_name(name));
        let name = name.ok_or_else(|| invalid("name"))?;
        let data_type = body.get("dataType").cloned().map(serde_json::from_value).and_then(Result::ok);
        let data_type = data_type.ok_or_else(|| invalid("dataType"))?;
        let targets = body.get("targetObjects").cloned().map(serde_json::from_value::<Vec<String>>);
        let targets = targets.and_then(Result::ok).filter(|targets| {
            !targets.is_empty() && targets.iter().all(|target| TARGETS.contains(&target.as_str()))
        });
        let targets = targets.ok_or_else(|| invalid("targetObjects"))?;
        let defined = asked
            .site
            .change(|world| world.define_extension(&cause, client.client_id, name, data_type, targets));
        let defined = defined.ok_or_else(|| {
            GraphError::request_bad_request(&format!(
                "An extension property exists with the name extension_{}_{name}.",
                client.client_id.0.simple()
            ))
        })?;
        let mut body = definition(&client, &defined);
        let context = format!(
            "{}/v1.0/$metadata#applications('{}')/extensionProperties/$entity",
            asked.call.origin,
            asked.segment(0)
        );
        body.insert("@odata.context".to_owned(), json!(context));
        Ok(Reply::Json(StatusCode::CREATED, Value::Object(body)))
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 120 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn invalid(target: &str) -> GraphError {
    let message = "One or more property values specified are invalid.";
    GraphError::request_bad_request(message).with_detail(
        "InvalidValue",
        target,
        &format!("Invalid value specified for property '{target}' of resource 'ExtensionProperty'."),
    )
}

/// `DELETE /applications/{id}/extensionProperties/{property}`
pub(super) async fn undefine(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let cause = caller.cause(&asked.call);
        asked.site.change(|world| {
            let app = target(world, asked, &caller, &WRITE)?.client_id;
            let named = asked.segment(1);
            let removed = named.parse().is_ok_and(|id| world.undefine_extension(&cause, app, id));
            if removed { Ok(Reply::NoContent) } else { Err(GraphError::not_found(named)) }
        })
    })
}
