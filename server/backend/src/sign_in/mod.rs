//! Signing in: authorization code with PKCE, state and nonce ("Microsoft identity platform and OAuth 2.0 authorization code flow").

mod callback;
mod claims;
mod entry;
mod failure;
mod id_token;
mod remember;
mod remote;
mod start;

pub use claims::{Claims, ClaimsRefusal, Expected};
pub use entry::{Entry, EntryError};
pub use id_token::IdTokenRefusal;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use storage::Storage;

use crate::clock::{SharedClock, SharedIds};
use crate::directory::Directory;
use crate::provider::Provider;
use crate::session::Sessions;
use crate::vault::Vault;

/// What signing in needs.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) provider: Arc<Provider>,
    pub(crate) storage: Storage,
    pub(crate) sessions: Sessions,
    pub(crate) vault: Vault,
    pub(crate) directory: Arc<dyn Directory>,
    pub(crate) clock: SharedClock,
    pub(crate) ids: SharedIds,
    /// Such as `https://vestibule.example`.
    pub(crate) public_origin: String,
}

impl Desk {
    /// Where the authority sends people back to; registered there, letter by letter.
    fn redirect_uri(&self) -> String {
        format!("{}/sign-in/callback", self.public_origin)
    }
}

/// The routes. They need the session layer around them.
pub(crate) fn routes(desk: Desk) -> Router {
    Router::new()
        .route("/sign-in/start", get(start::start))
        .route("/sign-in/callback", get(callback::callback))
        .route("/sign-out/remote", get(remote::remote_sign_out))
        .with_state(desk)
}
