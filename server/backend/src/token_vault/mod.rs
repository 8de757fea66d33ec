//! Tokens: sealed, bound to their person, refreshed by one process at a time.

mod application;
mod claims;
mod delegated;
mod directory;
mod refresh;
mod refresh_locks;
mod separate;
mod token_pair;

pub use application::ApplicationTokens;
pub use delegated::DelegatedTokens;
pub use directory::EntraDirectory;
pub(crate) use refresh::NO_CONSENT;
pub use separate::SeparateTokens;

use std::sync::Arc;

use contract::{EntraUserId, TenantId};
use graph::TokenError;
use storage::{Storage, StorageError, Tx, tokens};

use crate::clock::SharedClock;
use crate::oidc_provider::{AuthorityError, OidcProvider, Scopes, Tokens};
use crate::seal::Sealer;
use refresh_locks::RefreshLocks;
use token_pair::TokenPair;

/// Everybody's tokens.
#[derive(Clone)]
pub struct TokenVault {
    storage: Storage,
    sealer: Sealer,
    clock: SharedClock,
    provider: Arc<OidcProvider>,
    locks: RefreshLocks,
}

impl std::fmt::Debug for TokenVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenVault")
    }
}

impl TokenVault {
    /// A vault on this storage.
    pub fn new(storage: Storage, sealer: Sealer, clock: SharedClock, provider: Arc<OidcProvider>) -> Self {
        Self { storage, sealer, clock, provider, locks: RefreshLocks::default() }
    }

    /// Stores the tokens of a sign-in.
    pub async fn put(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        user: &EntraUserId,
        given: &Tokens,
    ) -> Result<(), StorageError> {
        let row = tokens::TokenRow {
            tenant: tenant.to_string(),
            user: user.to_string(),
            sealed: TokenPair::of(given, None).seal(&self.sealer, tenant, user),
            version: 0,
            access_expires_at: self.expiry(given),
            purge_at: None,
        };
        tokens::put(tx, &row).await
    }

    /// The tokens of one person, as Graph's client asks for them.
    pub fn of_person(&self, tenant: &TenantId, user: &EntraUserId) -> DelegatedTokens {
        DelegatedTokens::new(self.clone(), tenant.clone(), user.clone())
    }

    /// The tokens of one person for sending mail.
    pub fn mail_of_person(&self, tenant: &TenantId, user: &EntraUserId) -> SeparateTokens {
        SeparateTokens::new(self.clone(), tenant.clone(), user.clone(), Scopes::Mail)
    }

    /// The tokens of one person for looking people up.
    pub fn directory_of_person(&self, tenant: &TenantId, user: &EntraUserId) -> SeparateTokens {
        SeparateTokens::new(self.clone(), tenant.clone(), user.clone(), Scopes::Directory)
    }

    /// What the next sign-in of this person is to bring, as the `claims` parameter ("Claims challenges, claims requests, and client
    /// capabilities").
    pub async fn challenge(
        &self,
        tenant: &TenantId,
        user: &EntraUserId,
    ) -> Result<Option<String>, StorageError> {
        tokens::challenge(&self.storage, tenant.as_str(), user.as_str()).await
    }

    /// Keeps a challenge until tokens come that answer it. Without it the next sign-in would bring what was refused.
    async fn save_challenge(&self, tenant: &TenantId, user: &EntraUserId, version: i64, claims: &str) {
        let keep = async {
            let mut tx = self.storage.begin().await?;
            tokens::save_challenge(&mut tx, tenant.as_str(), user.as_str(), version, claims).await?;
            tx.commit().await
        };
        if let Err(error) = keep.await {
            tracing::warn!(%error, "a claims challenge was not kept");
        }
    }

    fn expiry(&self, given: &Tokens) -> i64 {
        let life = i64::try_from(given.expires_in.as_millis()).unwrap_or(i64::MAX);
        self.clock.now_ms().saturating_add(life)
    }
}

/// What Graph's client is to know of the authority's failure.
fn token_error(error: AuthorityError) -> TokenError {
    match error {
        AuthorityError::Unreachable { detail, retry_after } => {
            TokenError::Unavailable { retry_after, detail }
        }
        AuthorityError::Unreadable { detail } => TokenError::Unavailable { retry_after: None, detail },
        AuthorityError::Refused(refusal) if refusal.needs_person() => {
            TokenError::SignInNeeded { claims: refusal.claims }
        }
        AuthorityError::Refused(refusal) => {
            TokenError::Refused { detail: refusal.to_string(), code: refusal.error }
        }
    }
}
