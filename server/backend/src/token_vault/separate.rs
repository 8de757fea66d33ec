//! A person's token for one thing: asked for when that is to be done, never at sign-in, because hardly anybody has agreed to it by then.

use async_trait::async_trait;
use contract::{EntraUserId, TenantId};
use graph::{TokenError, TokenProvider};
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::TokenVault;
use super::refresh::Refresh;
use crate::oidc_provider::Scopes;

/// The tokens of one person, for one thing.
#[derive(Debug)]
pub struct SeparateTokens {
    vault: TokenVault,
    tenant: TenantId,
    user: EntraUserId,
    scopes: Scopes,
    given: Mutex<Option<(SecretString, i64)>>,
}

impl SeparateTokens {
    pub(super) fn new(vault: TokenVault, tenant: TenantId, user: EntraUserId, scopes: Scopes) -> Self {
        Self { vault, tenant, user, scopes, given: Mutex::new(None) }
    }
}

#[async_trait]
impl TokenProvider for SeparateTokens {
    async fn token(&self) -> Result<SecretString, TokenError> {
        let mut given = self.given.lock().await;
        if let Some((token, _)) = &*given {
            return Ok(token.clone());
        }
        let state = self.vault.locks.of(&self.tenant, &self.user);
        let mut state = state.lock().await;
        let refresh = Refresh { vault: &self.vault, tenant: &self.tenant, user: &self.user };
        let (token, version) = refresh.by_itself(self.scopes, &mut state).await?;
        *given = Some((token.clone(), version));
        Ok(token)
    }

    async fn invalidate(&self, claims: Option<&str>) {
        let Some((token, version)) = self.given.lock().await.take() else { return };
        if self.scopes == Scopes::Directory {
            let state = self.vault.locks.of(&self.tenant, &self.user);
            state.lock().await.refused_reading = Some(token);
        }
        if let Some(claims) = claims {
            self.vault.save_challenge(&self.tenant, &self.user, version, claims).await;
        }
    }
}
