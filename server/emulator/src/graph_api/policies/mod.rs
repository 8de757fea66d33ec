//! `/policies`: the tenant's policies ("authorizationPolicy resource type", "crossTenantAccessPolicyConfigurationDefault resource type",
//! "authenticationFlowsPolicy resource type", Microsoft Graph).

mod authentication_flows;
mod authorization;
mod cross_tenant;

use axum::{Router, routing::get};
use http::StatusCode;
use serde_json::Value;
use world::policy::Policy;

use super::{authorized_request::AuthorizedRequest, error::GraphError, reply::Reply, unknown::not_allowed};
use crate::app_state::AppState;

/// Permission to read policies.
const READ: [&str; 1] = ["Policy.Read.All"];

/// The addresses of policies.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/policies/authorizationPolicy",
            get(authorization::get).patch(authorization::patch).fallback(not_allowed),
        )
        .route("/policies/crossTenantAccessPolicy/default", get(cross_tenant::get).fallback(not_allowed))
        .route(
            "/policies/authenticationFlowsPolicy",
            get(authentication_flows::get).patch(authentication_flows::patch).fallback(not_allowed),
        )
}

/// A part of the policy, for callers with one of these permissions. Each is a singleton: its address is its name.
fn part(
    request: &AuthorizedRequest,
    permissions: &[&str],
    name: &str,
    shape: fn(&Policy) -> Value,
) -> Result<Reply, GraphError> {
    request.read_directory(|_, tenant| {
        request.require_member_permission(permissions)?;
        request.no_options()?;
        let mut body = shape(&tenant.policy);
        body["@odata.context"] = request.odata_context(&format!("policies/{name}/$entity"));
        Ok(Reply::Json(StatusCode::OK, body))
    })
}

/// Reads and writes the policy under one lock.
fn change(
    request: &AuthorizedRequest,
    changed: impl FnOnce(&Policy) -> Result<Policy, GraphError>,
) -> Result<Reply, GraphError> {
    let (meta, id) = (request.event_meta(), request.caller.tenant);
    request.state.change(|world| {
        let tenant = world.tenant(id).ok_or_else(GraphError::denied)?;
        let policy = changed(&tenant.policy)?;
        world.set_policy(&meta, id, policy);
        Ok(Reply::NoContent)
    })
}
