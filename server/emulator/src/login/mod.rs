//! Entra ID's endpoints: discovery, keys, authorize with its pages, admin consent, token, logout.

mod admin_consent;
mod answer;
mod arrival;
mod authority;
mod authorize;
mod challenge;
pub(crate) mod claims;
mod client;
pub(crate) mod code;
mod consent;
mod consent_page;
mod discovery;
mod gate;
mod grant;
pub(crate) mod graph_claims;
mod interrupt;
mod logout;
pub(crate) mod params;
mod permission;
mod picker;
mod pkce;
pub(crate) mod request;
mod scopes;
mod token;
mod tokens;
mod visit;

use axum::{
    Router,
    routing::{any, get, post},
};

use crate::{browser::explain, site::Site};

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
        .route(explain::ERROR, get(explain::page))
}

/// The forms of the emulator's own pages.
pub fn forms() -> Router<Site> {
    Router::new()
        .route(interrupt::MFA, post(interrupt::mfa))
        .route(consent_page::CONSENT, post(consent::decide))
}
