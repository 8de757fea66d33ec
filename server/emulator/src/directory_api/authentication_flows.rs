//! `/policies/authenticationFlowsPolicy`: whether applications may let people sign up ("authenticationFlowsPolicy resource type").

use axum::{body::Bytes, extract::State, response::Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::{
    Caller, GraphError,
    reply::{Reply, answer},
};
use crate::{call::Call, site::Site, world::tenant::role};

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

pub(super) async fn get(State(site): State<Site>, headers: HeaderMap, call: Call) -> Response {
    answer(&call, read(&site, &call, &headers))
}

pub(super) async fn patch(State(site): State<Site>, headers: HeaderMap, call: Call, body: Bytes) -> Response {
    answer(&call, change(&site, &call, &headers, &body))
}

fn read(site: &Site, call: &Call, headers: &HeaderMap) -> Result<Reply, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    if !caller.holds(&READ, &READ) || caller.is_guest() {
        return Err(GraphError::denied());
    }
    let enabled = site.read(|world| {
        world.tenant(caller.tenant).is_some_and(|tenant| tenant.policy.external.self_service_sign_up)
    });
    let body = json!({
        "@odata.context": format!("{}/v1.0/$metadata#policies/authenticationFlowsPolicy/$entity", call.origin),
        "id": "authenticationFlowsPolicy",
        "displayName": "Authentication flows policy",
        "description": "Authentication flows policy allows modification of settings related to authentication flows in AAD tenant, such as self-service sign up configuration.",
        "selfServiceSignUp": { "isEnabled": enabled },
    });
    Ok(Reply::Json(StatusCode::OK, body))
}

/// Application permission, or delegated with a role that administers the policy.
fn change(site: &Site, call: &Call, headers: &HeaderMap, body: &[u8]) -> Result<Reply, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    let by_right =
        caller.user.as_ref().is_none_or(|user| user.directory_roles.contains(&role::GLOBAL_ADMINISTRATOR));
    if !caller.holds(&WRITE, &WRITE) || !by_right {
        return Err(GraphError::denied());
    }
    let body: Body = serde_json::from_slice(body)
        .map_err(|_| GraphError::request_bad_request("One or more property values specified are invalid."))?;
    site.change(|world| {
        let tenant = world.tenant(caller.tenant)?;
        let mut policy = tenant.policy.clone();
        policy.external.self_service_sign_up = body.self_service_sign_up.is_enabled;
        Some(world.set_policy(&caller.cause(call), caller.tenant, policy))
    });
    Ok(Reply::NoContent)
}
