//! `/policies/authenticationFlowsPolicy`: whether applications may let people sign up.

use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use world::{policy::Policy, tenant::role};

use crate::graph_api::{authorized_request::AuthorizedRequest, error::GraphError, reply::Reply};

const READ: [&str; 2] = ["Policy.Read.All", "Policy.ReadWrite.AuthenticationFlows"];
const WRITE: [&str; 1] = ["Policy.ReadWrite.AuthenticationFlows"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AuthenticationFlowsBody {
    self_service_sign_up: SelfServiceSignUpBody,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SelfServiceSignUpBody {
    is_enabled: bool,
}

pub(super) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(super::part(&request, &READ, "authenticationFlowsPolicy", shape))
}

fn shape(policy: &Policy) -> Value {
    json!({
        "id": "authenticationFlowsPolicy",
        "displayName": "Authentication flows policy",
        "description": "Authentication flows policy allows modification of settings related to authentication flows in AAD tenant, such as self-service sign up configuration.",
        "selfServiceSignUp": { "isEnabled": policy.self_service_sign_up },
    })
}

pub(super) async fn patch(request: AuthorizedRequest) -> Response {
    request.reply(update(&request))
}

/// Needs the application permission, or the delegated one and a role that administers the policy.
fn update(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    request.require_permission(&WRITE)?;
    request.require_role(&[role::GLOBAL_ADMINISTRATOR])?;
    let body: AuthenticationFlowsBody = serde_json::from_value(Value::Object(request.json()?))
        .map_err(|_| GraphError::request_bad_request("One or more property values specified are invalid."))?;
    super::change(request, |policy| {
        let mut policy = policy.clone();
        policy.self_service_sign_up = body.self_service_sign_up.is_enabled;
        Ok(policy)
    })
}
