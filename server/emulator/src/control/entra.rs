//! What one changes of Entra ID: signing keys, ended sessions, app registrations, groups.

use std::collections::BTreeSet;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use world::{World, tenant::Tenant, user::User};

use super::refuse;
use crate::{call::Call, patch::merged, site::Site};

/// Signs with a new key from now on.
pub(super) async fn rotate(State(site): State<Site>) -> Response {
    // Making a key takes its time: not on the thread that serves.
    let inside = site.clone();
    match tokio::task::spawn_blocking(move || inside.keys.rotate()).await {
        Ok(Ok(())) => Json(json!({ "keys": site.keys.public() })).into_response(),
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    user: String,
    tenant: Option<String>,
}

/// Ends every session of a user.
pub(super) async fn revoke(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Revocation>(&body) else {
        return refuse("the body is {\"user\": \"an id or address\"}");
    };
    let revoked = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?;
        let (tenant, user) = (tenant.id, user_in(tenant, &wanted.user)?.id);
        Some(world.revoke_sessions(&call.cause, tenant, user))
    });
    if revoked == Some(true) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        refuse("there is no such user")
    }
}

/// Changes the properties given of an app registration, named by `name`.
pub(super) async fn change_client(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let Ok(mut wanted) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of registration properties");
    };
    let name = wanted.remove("name");
    let changed = site.change(|world| {
        let client = name.as_ref().and_then(Value::as_str).and_then(|name| world.client_named(name));
        let app = client.ok_or_else(|| "there is no such application".to_owned())?.client_id;
        let registration = merged(&world.registration(app), wanted).map_err(|error| error.to_string())?;
        world.register(&call.cause, app, registration.clone());
        Ok::<_, String>(registration)
    });
    match changed {
        Ok(registration) => Json(registration).into_response(),
        Err(message) => refuse(&message),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewGroups {
    display_name: String,
    members: Vec<String>,
    tenant: Option<String>,
    /// How many such groups; one when left out.
    count: Option<u16>,
}

/// Makes security groups with these members (ids or addresses).
pub(super) async fn create_groups(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let wanted = match serde_json::from_slice::<NewGroups>(&body) {
        Ok(wanted) => wanted,
        Err(error) => {
            return refuse(&format!("the body is {{\"displayName\": .., \"members\": [..]}}: {error}"));
        }
    };
    let made = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?;
        let id = |member: &String| user_in(tenant, member).map(|user| user.id);
        let members = wanted.members.iter().map(id).collect::<Option<BTreeSet<_>>>()?;
        let tenant = tenant.id;
        let count = wanted.count.unwrap_or(1);
        let group = |_| world.create_group(&call.cause, tenant, &wanted.display_name, members.clone());
        Some((0..count).map(group).collect::<Vec<_>>())
    });
    match made {
        Some(ids) => (StatusCode::CREATED, Json(json!({ "ids": ids }))).into_response(),
        None => refuse("there is no such tenant, or no such member"),
    }
}

pub(super) fn named<'a>(world: &'a World, name: Option<&str>) -> Option<&'a Tenant> {
    name.map_or_else(|| world.resource_tenant(), |name| world.tenant_named(name))
}

pub(super) fn user_in<'a>(tenant: &'a Tenant, name: &str) -> Option<&'a User> {
    tenant.user_named(name).or_else(|| tenant.user_with_address(name))
}
