//! `/policies`: what the tenant allows ("authorizationPolicy resource type", "crossTenantAccessPolicyConfigurationDefault resource type",
//! "authenticationFlowsPolicy resource type", Microsoft Graph).

mod authentication_flows;
mod authorization;
mod cross_tenant;

use axum::{Router, routing::get};
use http::StatusCode;
use serde_json::Value;
use world::policy::Policy;

use super::{ask::Ask, error::GraphError, reply::Reply, unknown::not_allowed};
use crate::site::Site;

/// The one permission that reads policies.
const READ: [&str; 1] = ["Policy.Read.All"];

/// The addresses of policies.
pub(super) fn routes() -> Router<Site> {
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

/// A part of the policy as it stands, for who holds one of these permissions. There is one of each: its address is its name.
fn part(
    ask: &Ask,
    permissions: &[&str],
    name: &str,
    shape: fn(&Policy) -> Value,
) -> Result<Reply, GraphError> {
    ask.directory(|_, tenant| {
        ask.needs_as_member(permissions)?;
        ask.no_options()?;
        let mut body = shape(&tenant.policy);
        body["@odata.context"] = ask.context(&format!("policies/{name}/$entity"));
        Ok(Reply::Json(StatusCode::OK, body))
    })
}

/// Changes the policy in one go: nothing comes between reading it and writing it.
fn change(
    ask: &Ask,
    changed: impl FnOnce(&Policy) -> Result<Policy, GraphError>,
) -> Result<Reply, GraphError> {
    let (meta, id) = (ask.meta(), ask.caller.tenant);
    ask.site.change(|world| {
        let tenant = world.tenant(id).ok_or_else(GraphError::denied)?;
        let policy = changed(&tenant.policy)?;
        world.set_policy(&meta, id, policy);
        Ok(Reply::NoContent)
    })
}
