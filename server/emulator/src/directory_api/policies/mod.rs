//! `/policies`: what the tenant allows ("authorizationPolicy resource type", "crossTenantAccessPolicyConfigurationDefault resource type",
//! Microsoft Graph).

mod authorization;
mod cross_tenant;

use axum::{Router, routing::get};

use super::not_allowed;
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
}
