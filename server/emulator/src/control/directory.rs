//! The world as JSON, and its policy to be changed.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use world::{World, policy::Policy, tenant::Tenant};

use super::refuse;
use crate::{call::Call, console, pages, patch::merged, site::Site};

/// Which part of long lists to tell: a tenant may have a hundred thousand users.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    skip: usize,
    top: usize,
}

impl Default for Part {
    fn default() -> Self {
        Self { skip: 0, top: 1000 }
    }
}

impl Part {
    fn of<'a, T: Serialize + 'a>(&self, all: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
        all.skip(self.skip).take(self.top).collect()
    }
}

pub(super) async fn read(State(site): State<Site>, headers: HeaderMap, Query(part): Query<Part>) -> Response {
    if pages::wants_page(&headers) {
        return console::directory::page(&site);
    }
    site.read(|world| Json(describe(world, &part)).into_response())
}

fn describe(world: &World, part: &Part) -> Value {
    let tenant = |tenant: &Tenant| {
        json!({
            "id": tenant.id,
            "displayName": tenant.display_name,
            "domains": tenant.domains,
            "initialDomain": tenant.initial_domain,
            "policy": tenant.policy,
            "contacts": tenant.contacts,
            "groups": tenant.groups.values().collect::<Vec<_>>(),
            "users": part.of(tenant.users.values()),
            "userCount": tenant.users.len(),
            "deletedUsers": part.of(tenant.deleted.values()),
            "invitations": world.invitations(tenant.id).collect::<Vec<_>>(),
        })
    };
    json!({
        "seed": world.seed(),
        "tenants": world.tenants().map(tenant).collect::<Value>(),
        "accounts": part.of(world.accounts()),
        "accountCount": world.accounts().count(),
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
            None => world.resource_tenant(),
        };
        let tenant = tenant.ok_or_else(|| "there is no such tenant".to_owned())?;
        let id = tenant.id;
        let policy: Policy = merged(&tenant.policy, wanted).map_err(|error| error.to_string())?;
        if let Some(flaw) = policy.flaw() {
            return Err(flaw.to_owned());
        }
        world.set_policy(&call.cause, id, policy.clone());
        Ok::<_, String>(policy)
    });
    match changed {
        Ok(policy) => Json(policy).into_response(),
        Err(message) => refuse(&message),
    }
}
