//! The world as JSON, and its policy to be changed.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{merged, refuse};
use crate::{
    call::Call,
    site::Site,
    world::{World, tenant::Tenant},
};

pub(super) async fn read(State(site): State<Site>) -> Response {
    site.read(|world| Json(describe(world)).into_response())
}

fn describe(world: &World) -> Value {
    let tenant = |tenant: &Tenant| {
        json!({
            "id": tenant.id,
            "displayName": tenant.display_name,
            "domains": tenant.domains,
            "initialDomain": tenant.initial_domain,
            "policy": tenant.policy,
            "groups": tenant.groups.values().collect::<Vec<_>>(),
            "users": tenant.users.values().collect::<Vec<_>>(),
            "invitations": world.invitations(tenant.id).collect::<Vec<_>>(),
        })
    };
    json!({
        "seed": world.seed(),
        "tenants": world.tenants().map(tenant).collect::<Value>(),
        "accounts": world.accounts().collect::<Vec<_>>(),
    })
}

/// Changes the policy of a tenant: the properties given, of Contoso unless `tenant` (id or domain) names another.
pub(super) async fn change(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let Ok(mut wanted) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of policy properties");
    };
    let named = wanted.remove("tenant");
    let changed = site.change(|world| {
        let tenant = match named.as_ref().and_then(Value::as_str) {
            Some(name) => world.tenant_named(name),
            None => world.tenant(crate::seed::contoso::CONTOSO),
        };
        let tenant = tenant.ok_or_else(|| "there is no such tenant".to_owned())?;
        let id = tenant.id;
        let policy = merged(&tenant.policy, wanted).map_err(|error| error.to_string())?;
        world.set_policy(&call.cause, id, policy.clone());
        Ok::<_, String>(policy)
    });
    match changed {
        Ok(policy) => Json(policy).into_response(),
        Err(message) => refuse(&message),
    }
}
