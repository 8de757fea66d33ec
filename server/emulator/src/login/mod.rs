//! Entra ID's endpoints: discovery, keys, authorize, token, logout, userinfo.

mod answer;
mod authority;
mod authorize;
mod claims;
mod client;
pub mod code;
mod discovery;
mod error;
mod grant;
mod logout;
mod picker;
mod request;
mod scopes;
pub mod session;
mod token;
mod tokens;
mod userinfo;

use axum::{Router, routing::get};

pub use claims::{GRAPH_AUDIENCE, GraphClaims};
pub use error::EntraError;
pub use picker::PICKED;

use crate::site::Site;

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::document))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::get).post(authorize::post))
        .route("/{tenant}/oauth2/v2.0/token", axum::routing::post(token::post))
        .route("/{tenant}/oauth2/v2.0/logout", get(logout::get).post(logout::post))
        .route("/oidc/userinfo", get(userinfo::userinfo).post(userinfo::userinfo))
}
