//! Entra ID's endpoints: discovery, keys, authorize with its pages, admin consent, token, logout.

mod access_checks;
mod account_picker;
mod admin_consent;
mod authority;
pub(crate) mod authorization_code;
mod authorization_response;
mod authorize;
mod authorize_flow;
pub(crate) mod authorize_request;
pub(crate) mod claims;
mod client;
mod consent;
mod consent_page;
mod discovery;
mod grant;
pub(crate) mod graph_claims;
mod interrupt_pages;
mod logout;
pub(crate) mod params;
mod permission;
mod pkce;
mod requested_claims;
mod response_mode;
mod scopes;
mod token;
mod tokens;

use axum::{
    Router,
    routing::{any, get, post},
};

use crate::{app_state::AppState, browser::error_page};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::document))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::authorize).post(authorize::authorize))
        .route("/{tenant}/oauth2/v2.0/token", post(token::post))
        .route("/{tenant}/oauth2/v2.0/logout", get(logout::logout).post(logout::logout))
        .route("/{tenant}/oauth2/v2.0/devicecode", post(discovery::device_code))
        .route("/{tenant}/kerberos", any(discovery::kerberos))
        .route("/{tenant}/v2.0/adminconsent", get(admin_consent::ask).post(admin_consent::ask))
        .route(error_page::ERROR_PATH, get(error_page::page))
}

/// The forms of the emulator's own pages.
pub fn forms() -> Router<AppState> {
    Router::new()
        .route(interrupt_pages::MFA, post(interrupt_pages::mfa))
        .route(consent_page::CONSENT, post(consent::decide))
}
