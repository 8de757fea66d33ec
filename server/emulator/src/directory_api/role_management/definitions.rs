//! `/roleManagement/directory/roleDefinitions` ("List roleDefinitions", "Create roleDefinitions", Microsoft Graph).

use axum::response::Response;
use serde_json::{Map, Value};
use world::directory_role::{BUILT_IN, CustomRole};

use super::{
    may_change, may_read,
    object::{ROLES, built_in, custom},
};
use crate::directory_api::{
    ask::{Ask, flag, invalid, object_id, only, required, text},
    error::GraphError,
    reply::Reply,
    rows,
};

pub(super) async fn list(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        let own = tenant.custom_roles.values().map(custom);
        rows::list(&ask, &ROLES, BUILT_IN.into_iter().map(|(id, name)| built_in(id, name)).chain(own))
    }))
}

pub(super) async fn one(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        let id = object_id(ask.segment(0))?;
        let known = BUILT_IN.into_iter().find(|(own, _)| *own == id);
        let row = known.map(|(id, name)| built_in(id, name));
        let row = row.or_else(|| tenant.custom_roles.get(&id).map(custom));
        rows::one(&ask, &ROLES, &row.ok_or_else(|| GraphError::not_found(ask.segment(0)))?)
    }))
}

pub(super) async fn create(ask: Ask) -> Response {
    ask.reply(make(&ask))
}

fn make(ask: &Ask) -> Result<Reply, GraphError> {
    may_change(ask)?;
    let body = ask.json()?;
    only(&body, &["description", "displayName", "isEnabled", "rolePermissions"])?;
    let role = CustomRole {
        id: uuid::Uuid::nil(),
        display_name: required(&body, "displayName", 256)?,
        description: text(&body, "description")?.map(str::to_owned),
        enabled: flag(&body, "isEnabled")?.ok_or_else(|| invalid("isEnabled"))?,
        actions: actions(&body)?,
    };
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    let made = ask.site.change(|world| world.define_role(&meta, tenant, role));
    let made = made.map_err(|_| {
        GraphError::request_bad_request("The number of custom roles exceeds the limit of 100.")
    })?;
    Ok(rows::made(ask, &ROLES, &custom(&made)))
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
