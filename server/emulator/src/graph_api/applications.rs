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
    authorized_request::{AuthorizedRequest, flag, invalid_of, only},
    error::GraphError,
    query,
    query::{Catalogue, Object, Operators, Property, Value as Field, ValueKind, shape},
    reply::Reply,
    service_principals::app_in_key,
    unknown::unknown_segment,
};

const READ: [&str; 4] =
    ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const WRITE: [&str; 1] = ["Application.ReadWrite.All"];
/// The kinds of object that may have directory extensions.
const TARGETS: [&str; 6] = ["User", "Group", "AdministrativeUnit", "Application", "Device", "Organization"];

static PROPERTIES: [Property; 3] = [
    Property::new("id", ValueKind::Id, Operators::CHOICE).by_default(),
    Property::new("appId", ValueKind::Id, Operators::CHOICE).by_default(),
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
pub(super) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(page(&request))
}

fn page(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    request.require_member_permission(&READ)?;
    let options = request.options(&APPLICATIONS)?;
    request.read_directory(|world, tenant| {
        let own = world.clients().iter().filter(|client| client.tenant_id == tenant.id);
        query::list(&request.context, &options, own, |client| shape(client, options.shown(), |_| true))
    })
}

/// The registration that the address names by its object id, or as `applications(appId='..')`.
fn target<'a>(world: &'a World, request: &AuthorizedRequest) -> Result<&'a Client, GraphError> {
    let id = request.segment(0);
    let mut own = world.clients().iter().filter(|client| client.tenant_id == request.caller.tenant);
    let app = app_in_key(id, "applications");
    let is_it =
        |client: &&Client| app.map_or(client.object_id().to_string() == id, |app| client.client_id.0 == app);
    own.find(is_it).ok_or_else(|| GraphError::not_found(id))
}

/// Checks that the caller may change applications: the permission, and for a user also the directory role.
fn may_define(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_permission(&WRITE)?;
    request.require_role(&[role::GLOBAL_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR])
}

fn odata_context(request: &AuthorizedRequest, client: &Client, rest: &str) -> Value {
    request.odata_context(&format!("applications('{}')/extensionProperties{rest}", client.object_id()))
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
pub(super) async fn properties(request: AuthorizedRequest) -> Response {
    request.reply(defined(&request))
}

/// `GET /applications(appId='..')/extensionProperties`
pub(super) async fn properties_by_app_id(request: AuthorizedRequest) -> Response {
    if app_in_key(request.segment(0), "applications").is_none() {
        return request.reply(Err(unknown_segment(request.segment(0))));
    }
    request.reply(defined(&request))
}

fn defined(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    request.require_member_permission(&READ)?;
    request.no_options()?;
    request.state.read(|world| {
        let client = target(world, request)?;
        let own = world.definitions().iter().filter(|definition| definition.app == client.client_id);
        let value: Vec<_> = own.map(|own| definition(client, own)).collect();
        Ok(Reply::Json(
            StatusCode::OK,
            json!({ "@odata.context": odata_context(request, client, ""), "value": value }),
        ))
    })
}

/// `POST /applications/{id}/extensionProperties`
pub(super) async fn define(request: AuthorizedRequest) -> Response {
    request.reply(made(&request))
}

fn made(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    may_define(request)?;
    let body = request.json()?;
    request.state.change(|world| {
        let client = target(world, request)?.clone();
        let (name, data_type, targets) = read(&body)?;
        let defined =
            world.define_extension(&request.event_meta(), client.client_id, &name, data_type, targets);
        let defined = defined.ok_or_else(|| {
            GraphError::request_bad_request(&format!(
                "An extension property exists with the name extension_{}_{name}.",
                client.client_id.0.simple()
            ))
        })?;
        let mut body = definition(&client, &defined);
        body.insert("@odata.context".to_owned(), odata_context(request, &client, "/$entity"));
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
pub(super) async fn undefine(request: AuthorizedRequest) -> Response {
    request.reply(removed(&request, request.segment(1)))
}

fn removed(request: &AuthorizedRequest, named: &str) -> Result<Reply, GraphError> {
    may_define(request)?;
    request.state.change(|world| {
        let app = target(world, request)?.client_id;
        let removed = named.parse().is_ok_and(|id| world.undefine_extension(&request.event_meta(), app, id));
        if removed { Ok(Reply::NoContent) } else { Err(GraphError::not_found(named)) }
    })
}
