//! Entra ID's endpoints: discovery, keys, authorize with its pages, admin consent, token, logout, userinfo.

mod admin_consent;
mod answer;
mod arrival;
mod authority;
mod authorize;
mod catalogue;
mod challenge;
mod claims;
mod client;
pub mod code;
mod consent;
mod discovery;
mod error;
mod gate;
mod grant;
mod interrupt;
mod logout;
mod picker;
mod pkce;
mod request;
mod scopes;
pub mod session;
mod token;
mod tokens;
mod userinfo;

use axum::{
    Router,
    routing::{any, get, post},
};

pub use claims::{GRAPH_AUDIENCE, GraphClaims};
pub use error::EntraError;
pub use picker::PICKED;
pub use request::answer_for;

use crate::site::Site;

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::document))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::authorize).post(authorize::authorize))
        .route("/{tenant}/oauth2/v2.0/token", post(token::post))
        .route("/{tenant}/oauth2/v2.0/logout", get(logout::logout).post(logout::logout))
        .route("/{tenant}/oauth2/v2.0/devicecode", post(discovery::device_code))
        .route("/{tenant}/kerberos", any(discovery::kerberos))
        .route("/{tenant}/v2.0/adminconsent", get(admin_consent::ask).post(admin_consent::ask))
        .route("/oidc/userinfo", get(userinfo::userinfo).post(userinfo::userinfo))
}

/// The forms of the emulator's own pages.
pub fn forms() -> Router<Site> {
    Router::new().route(interrupt::MFA, post(interrupt::mfa)).route(consent::CONSENT, post(consent::decide))
}
