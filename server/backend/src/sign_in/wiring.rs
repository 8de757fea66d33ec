//! Wires the sign-in module.

use std::sync::Arc;

use axum::Router;
use contract::ports::Account;
use graph::GraphClient;
use storage::Storage;
use thiserror::Error;

use super::{SignInState, routes};
use crate::account::AccountService;
use crate::change_feed::{self, ChangeFeed};
use crate::clock::{SharedClock, SharedIds};
use crate::config::Config;
use crate::directory::Directory;
use crate::oidc_provider::OidcProvider;
use crate::rules::limits::RateLimits;
use crate::seal::Sealer;
use crate::session::{AccountChecks, Sessions, with_callers, with_quiet_callers};
use crate::token_vault::{ApplicationTokens, EntraDirectory, TokenVault};

/// Why the sign-in side cannot be put together.
#[derive(Debug, Error)]
pub enum AuthModuleError {
    /// In development the emulator's app registration has to be put into the configuration first (`Config::with_emulator`).
    #[error("the configuration has no app registration")]
    NoRegistration,
    /// The private roots, or the platform's, cannot be used.
    #[error("no HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}

/// Sign-in, session, vault and account, ready to be served.
pub struct AuthModule {
    state: SignInState,
    directory: Arc<EntraDirectory>,
    account: Arc<AccountService>,
    limits: RateLimits,
}

impl AuthModule {
    /// Puts it together. Nothing is fetched: the authority may be down. `http` comes from `graph::http_client`.
    #[expect(clippy::unused_async, reason = "the caller need not know what is fetched when")]
    pub async fn build(
        config: &Config,
        storage: Storage,
        clock: SharedClock,
        ids: SharedIds,
        sealer: Sealer,
        http: reqwest::Client,
    ) -> Result<Self, AuthModuleError> {
        let entra = config.entra.clone().ok_or(AuthModuleError::NoRegistration)?;
        let roots: Vec<&[u8]> = config.roots.as_deref().into_iter().collect();
        let fresh = graph::fresh_http_client(&roots)?;
        let of_graph = Arc::clone(&clock);
        let client = GraphClient::new(entra.cloud.graph.clone(), http.clone())
            .with_fresh_connections(fresh)
            .with_clock(move || of_graph.now().into());
        let provider = Arc::new(OidcProvider::new(entra, http, Arc::clone(&clock), Arc::clone(&ids)));
        let vault =
            TokenVault::new(storage.clone(), sealer.clone(), Arc::clone(&clock), Arc::clone(&provider));
        let application = Arc::new(ApplicationTokens::new(Arc::clone(&provider), Arc::clone(&clock)));
        let directory = Arc::new(EntraDirectory::new(client, vault.clone(), application));
        let public_origin = config.listen.public_origin();
        let account = Arc::new(AccountService::new(
            Arc::clone(&provider),
            storage.clone(),
            sealer.clone(),
            Arc::clone(&clock),
            Arc::clone(&ids),
            public_origin.clone(),
        ));
        let tenant = provider.entra().tenant.clone();
        let sessions = Sessions::new(storage.clone(), Arc::clone(&clock), Arc::clone(&ids), tenant);
        let dyn_directory = Arc::clone(&directory) as Arc<dyn Directory>;
        let checks = AccountChecks::new(storage.clone(), Arc::clone(&clock), Arc::clone(&dyn_directory));
        let state = SignInState {
            provider,
            storage,
            sessions,
            vault,
            directory: dyn_directory,
            checks,
            sealer,
            clock,
            ids,
            public_origin,
        };
        Ok(Self { state, directory, account, limits: config.limits.clone() })
    }

    /// The sign-in routes. `with_callers` has to be around them.
    pub fn router(&self) -> Router {
        routes(self.state.clone())
    }

    /// Puts sessions around these routes: `contract::Caller` is in the extensions of a signed-in person's request.
    pub fn with_callers(&self, router: Router) -> Router {
        let SignInState { sessions, checks, ids, .. } = &self.state;
        with_callers(router, sessions.clone(), checks.clone(), self.limits.clone(), Arc::clone(ids))
    }

    /// The event stream that wakes the open pages of whoever is signed in.
    pub fn event_stream(&self, feed: ChangeFeed) -> Router {
        let SignInState { sessions, checks, ids, .. } = &self.state;
        let routes = change_feed::routes(sessions.clone(), feed, Arc::clone(ids));
        with_quiet_callers(routes, sessions.clone(), checks.clone(), self.limits.clone(), Arc::clone(ids))
    }

    /// Graph, for the sharing side.
    pub fn directory(&self) -> Arc<dyn Directory> {
        Arc::clone(&self.directory) as Arc<dyn Directory>
    }

    /// The account port, for the pages.
    pub fn account(&self) -> Arc<dyn Account> {
        Arc::clone(&self.account) as Arc<dyn Account>
    }
}

impl std::fmt::Debug for AuthModule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuthModule")
    }
}
