//! `/roleManagement/directory/roleDefinitions` ("List roleDefinitions", "Create roleDefinitions", Microsoft Graph).

use axum::response::Response;
use serde_json::{Map, Value};
use uuid::Uuid;
use world::directory_role::{BUILT_IN, CustomRole, RoleRefused};

use super::{
    may_change, may_read,
    object::{ROLES, built_in, custom},
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, flag, guid, invalid, object_id, only, required, text},
    error::GraphError,
    json_rows,
    reply::Reply,
};

pub(super) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let own = tenant.custom_roles.values().map(custom);
        json_rows::list(
            &request,
            &ROLES,
            BUILT_IN.into_iter().map(|(id, name)| built_in(id, name)).chain(own),
        )
    }))
}

pub(super) async fn one(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let id = object_id(request.segment(0))?;
        let known = BUILT_IN.into_iter().find(|(own, _)| *own == id);
        let row = known.map(|(id, name)| built_in(id, name));
        let row = row.or_else(|| tenant.custom_roles.get(&id).map(custom));
        json_rows::one(&request, &ROLES, &row.ok_or_else(|| GraphError::not_found(request.segment(0)))?)
    }))
}

pub(super) async fn create(request: AuthorizedRequest) -> Response {
    request.reply(make(&request))
}

fn make(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    may_change(request)?;
    let body = request.json()?;
    only(&body, &["description", "displayName", "isEnabled", "rolePermissions", "templateId", "version"])?;
    let role = CustomRole {
        // Unverified: that the role takes the id of its template.
        id: if body.contains_key("templateId") { guid(&body, "templateId")? } else { Uuid::nil() },
        display_name: required(&body, "displayName", 256)?,
        description: text(&body, "description")?.map(str::to_owned),
        enabled: flag(&body, "isEnabled")?.ok_or_else(|| invalid("isEnabled"))?,
        actions: actions(&body)?,
        version: text(&body, "version")?.map(str::to_owned),
    };
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    let made = request.state.change(|world| world.define_role(&meta, tenant, role));
    let made = made.map_err(|refused| match refused {
        RoleRefused::Duplicate => GraphError::request_bad_request(
            "A conflicting object with one or more of the specified property values is present in the directory.",
        ),
        _ => GraphError::request_bad_request("The number of custom roles exceeds the limit of 100."),
    })?;
    Ok(json_rows::created(request, &ROLES, &custom(&made)))
}

fn actions(body: &Map<String, Value>) -> Result<Vec<String>, GraphError> {
    let wrong = || invalid("rolePermissions");
    let permissions = body.get("rolePermissions").and_then(Value::as_array).ok_or_else(wrong)?;
    let mut actions = Vec::new();
    for permission in permissions {
        only(permission.as_object().ok_or_else(wrong)?, &["allowedResourceActions", "condition"])?;
        let allowed = permission.get("allowedResourceActions").and_then(Value::as_array);
        for action in allowed.ok_or_else(wrong)? {
            let action = action.as_str().filter(|action| action.starts_with("microsoft.directory/"));
            actions.push(action.ok_or_else(wrong)?.to_owned());
        }
    }
    if actions.is_empty() { Err(wrong()) } else { Ok(actions) }
}
