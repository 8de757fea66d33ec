//! `/policies/authenticationFlowsPolicy`: whether applications may let people sign up.

use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use world::{policy::Policy, tenant::role};

use crate::directory_api::{ask::Ask, error::GraphError, reply::Reply};

const READ: [&str; 2] = ["Policy.Read.All", "Policy.ReadWrite.AuthenticationFlows"];
const WRITE: [&str; 1] = ["Policy.ReadWrite.AuthenticationFlows"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Body {
    self_service_sign_up: Switch,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Switch {
    is_enabled: bool,
}

pub(super) async fn get(ask: Ask) -> Response {
    ask.reply(super::part(&ask, &READ, "authenticationFlowsPolicy", shape))
}

fn shape(policy: &Policy) -> Value {
    json!({
        "id": "authenticationFlowsPolicy",
        "displayName": "Authentication flows policy",
        "description": "Authentication flows policy allows modification of settings related to authentication flows in AAD tenant, such as self-service sign up configuration.",
        "selfServiceSignUp": { "isEnabled": policy.self_service_sign_up },
    })
}

pub(super) async fn patch(ask: Ask) -> Response {
    ask.reply(update(&ask))
}

/// Application permission, or delegated with a role that administers the policy.
fn update(ask: &Ask) -> Result<Reply, GraphError> {
    ask.needs(&WRITE)?;
    ask.needs_role(&[role::GLOBAL_ADMINISTRATOR])?;
    let body: Body = serde_json::from_value(Value::Object(ask.json()?))
        .map_err(|_| GraphError::request_bad_request("One or more property values specified are invalid."))?;
    super::change(ask, |policy| {
        let mut policy = policy.clone();
        policy.self_service_sign_up = body.self_service_sign_up.is_enabled;
        Ok(policy)
    })
}
