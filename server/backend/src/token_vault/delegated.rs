//! A person's tokens, as Graph's client asks for them.

use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use contract::{EntraUserId, TenantId};
use graph::{TokenError, TokenProvider};
use secrecy::SecretString;

use super::TokenVault;
use super::refresh::Refresh;

/// No version: nothing has been given out yet.
const NONE: i64 = -1;

/// The tokens of one person.
#[derive(Debug)]
pub struct DelegatedTokens {
    vault: TokenVault,
    tenant: TenantId,
    user: EntraUserId,
    given: AtomicI64,
}

impl DelegatedTokens {
    pub(super) fn new(vault: TokenVault, tenant: TenantId, user: EntraUserId) -> Self {
        Self { vault, tenant, user, given: AtomicI64::new(NONE) }
    }
}

#[async_trait]
impl TokenProvider for DelegatedTokens {
    async fn token(&self) -> Result<SecretString, TokenError> {
        let state = self.vault.locks.of(&self.tenant, &self.user);
        let mut state = state.lock().await;
        let refresh = Refresh { vault: &self.vault, tenant: &self.tenant, user: &self.user };
        let (token, version) = refresh.current(&mut state).await?;
        self.given.store(version, Ordering::Relaxed);
        Ok(token)
    }

    async fn invalidate(&self, claims: Option<&str>) {
        let state = self.vault.locks.of(&self.tenant, &self.user);
        let mut state = state.lock().await;
        let given = self.given.load(Ordering::Relaxed);
        if given != NONE {
            state.refused = Some(given);
            state.claims = claims.map(str::to_owned);
            if let Some(claims) = claims {
                self.vault.save_challenge(&self.tenant, &self.user, given, claims).await;
            }
        }
    }
}
