//! Signing in: authorization code with PKCE, state and nonce ("Microsoft identity platform and OAuth 2.0 authorization code flow").

mod callback;
mod claims;
mod establish_session;
mod failure;
mod front_channel_logout;
mod id_token;
mod start;
mod wiring;

pub use claims::{Claims, Expected, InvalidClaims};
pub use id_token::InvalidIdToken;
pub use wiring::{AuthModule, AuthModuleError};

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use contract::routes;
use storage::Storage;

use crate::clock::{SharedClock, SharedIds};
use crate::directory::Directory;
use crate::oidc_provider::OidcProvider;
use crate::seal::Sealer;
use crate::session::{AccountChecks, Sessions};
use crate::token_vault::TokenVault;

/// The state of the sign-in routes.
#[derive(Clone)]
pub(crate) struct SignInState {
    pub(crate) provider: Arc<OidcProvider>,
    pub(crate) storage: Storage,
    pub(crate) sessions: Sessions,
    pub(crate) vault: TokenVault,
    pub(crate) directory: Arc<dyn Directory>,
    pub(crate) checks: AccountChecks,
    pub(crate) sealer: Sealer,
    pub(crate) clock: SharedClock,
    pub(crate) ids: SharedIds,
    /// Such as `https://vestibule.example`.
    pub(crate) public_origin: String,
}

impl SignInState {
    /// The redirect URI; it must equal the registered one exactly.
    fn redirect_uri(&self) -> String {
        format!("{}{}", self.public_origin, routes::SIGN_IN_CALLBACK)
    }
}

/// The routes. They need `with_callers` around them.
pub(crate) fn routes(state: SignInState) -> Router {
    Router::new()
        .route(routes::SIGN_IN_START, get(start::start))
        .route(routes::SIGN_IN_CALLBACK, get(callback::callback))
        .route(routes::SIGN_OUT_REMOTE, get(front_channel_logout::front_channel_logout))
        .with_state(state)
}
