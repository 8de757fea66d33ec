//! `/applications`: the registrations, and the directory extensions they define ("Create extensionProperty", Microsoft Graph).

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};
use world::{
    World,
    app::Client,
    directory_role::CLOUD_APPLICATION_ADMINISTRATOR,
    extension::{DataType, Definition},
    tenant::role,
};

use super::{
    ask::{Ask, flag, invalid_of, only},
    error::GraphError,
    query,
    query::{Catalogue, Kind, Object, Operators, Property, Value as Field, shape},
    reply::Reply,
};

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
pub(super) async fn list(ask: Ask) -> Response {
    ask.reply(page(&ask))
}

fn page(ask: &Ask) -> Result<Reply, GraphError> {
    ask.needs_as_member(&READ)?;
    let options = ask.options(&APPLICATIONS)?;
    ask.directory(|world, tenant| {
        let own = world.clients().iter().filter(|client| client.tenant_id == tenant.id);
        query::list(&ask.call, &options, own, |client| shape(client, options.shown(), |_| true))
    })
}

/// The registration that the address names.
fn target<'a>(world: &'a World, ask: &Ask) -> Result<&'a Client, GraphError> {
    let id = ask.segment(0);
    let mut own = world.clients().iter().filter(|client| client.tenant_id == ask.caller.tenant);
    own.find(|client| client.object_id().to_string() == id).ok_or_else(|| GraphError::not_found(id))
}

/// Whether the caller may change what applications define: the permission, and for a person also the right.
fn may_define(ask: &Ask) -> Result<(), GraphError> {
    ask.needs(&WRITE)?;
    ask.needs_role(&[role::GLOBAL_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR])
}

fn context(ask: &Ask, rest: &str) -> Value {
    ask.context(&format!("applications('{}')/extensionProperties{rest}", ask.segment(0)))
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
pub(super) async fn properties(ask: Ask) -> Response {
    ask.reply(defined(&ask))
}

fn defined(ask: &Ask) -> Result<Reply, GraphError> {
    ask.needs_as_member(&READ)?;
    ask.no_options()?;
    ask.site.read(|world| {
        let client = target(world, ask)?;
        let own = world.definitions().iter().filter(|definition| definition.app == client.client_id);
        let value: Vec<_> = own.map(|own| definition(client, own)).collect();
        Ok(Reply::Json(StatusCode::OK, json!({ "@odata.context": context(ask, ""), "value": value })))
    })
}

/// `POST /applications/{id}/extensionProperties`
pub(super) async fn define(ask: Ask) -> Response {
    ask.reply(made(&ask))
}

fn made(ask: &Ask) -> Result<Reply, GraphError> {
    may_define(ask)?;
    let body = ask.json()?;
    ask.site.change(|world| {
        let client = target(world, ask)?.clone();
        let (name, data_type, targets) = read(&body)?;
        let defined = world.define_extension(&ask.meta(), client.client_id, &name, data_type, targets);
        let defined = defined.ok_or_else(|| {
            GraphError::request_bad_request(&format!(
                "An extension property exists with the name extension_{}_{name}.",
                client.client_id.0.simple()
            ))
        })?;
        let mut body = definition(&client, &defined);
        body.insert("@odata.context".to_owned(), context(ask, "/$entity"));
        Ok(Reply::Json(StatusCode::CREATED, Value::Object(body)))
    })
}

/// The name, the type and the kinds of objects of the extension that a body defines.
fn read(body: &Map<String, Value>) -> Result<(String, DataType, Vec<String>), GraphError> {
    only(body, &["name", "dataType", "targetObjects", "isMultiValued"])?;
    if flag(body, "isMultiValued")? == Some(true) {
        return Err(GraphError::bad_request("This emulator has no extension properties of several values."));
    }
    let invalid = |name: &str| invalid_of("ExtensionProperty", name);
    let name = body.get("name").and_then(Value::as_str).filter(|name| is_name(name));
    let name = name.ok_or_else(|| invalid("name"))?;
    let data_type = body.get("dataType").cloned().map(serde_json::from_value).and_then(Result::ok);
    let data_type = data_type.ok_or_else(|| invalid("dataType"))?;
    let targets = body.get("targetObjects").cloned().map(serde_json::from_value::<Vec<String>>);
    let targets = targets.and_then(Result::ok).filter(|targets| {
        !targets.is_empty() && targets.iter().all(|target| TARGETS.contains(&target.as_str()))
    });
    Ok((name.to_owned(), data_type, targets.ok_or_else(|| invalid("targetObjects"))?))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 120 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `DELETE /applications/{id}/extensionProperties/{property}`
pub(super) async fn undefine(ask: Ask) -> Response {
    ask.reply(removed(&ask, ask.segment(1)))
}

fn removed(ask: &Ask, named: &str) -> Result<Reply, GraphError> {
    may_define(ask)?;
    ask.site.change(|world| {
        let app = target(world, ask)?.client_id;
        let removed = named.parse().is_ok_and(|id| world.undefine_extension(&ask.meta(), app, id));
        if removed { Ok(Reply::NoContent) } else { Err(GraphError::not_found(named)) }
    })
}
