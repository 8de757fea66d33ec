//! A person's token for sending mail: asked for when a mail is to be sent, never at sign-in, used for that, and kept nowhere.

use async_trait::async_trait;
use contract::{EntraUserId, TenantId};
use graph::{TokenError, TokenProvider};
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::TokenVault;
use super::refresh::Refresh;

/// The tokens of one person, for mail.
#[derive(Debug)]
pub struct MailTokens {
    vault: TokenVault,
    tenant: TenantId,
    user: EntraUserId,
    given: Mutex<Option<(SecretString, i64)>>,
}

impl MailTokens {
    pub(super) fn new(vault: TokenVault, tenant: TenantId, user: EntraUserId) -> Self {
        Self { vault, tenant, user, given: Mutex::new(None) }
    }
}

#[async_trait]
impl TokenProvider for MailTokens {
    async fn token(&self) -> Result<SecretString, TokenError> {
        let mut given = self.given.lock().await;
        if let Some((token, _)) = &*given {
            return Ok(token.clone());
        }
        let state = self.vault.locks.of(&self.tenant, &self.user);
        let mut state = state.lock().await;
        let refresh = Refresh { vault: &self.vault, tenant: &self.tenant, user: &self.user };
        let (token, version) = refresh.for_mail(&mut state).await?;
        *given = Some((token.clone(), version));
        Ok(token)
    }

    async fn invalidate(&self, claims: Option<&str>) {
        if let (Some((_, version)), Some(claims)) = (self.given.lock().await.take(), claims) {
            self.vault.save_challenge(&self.tenant, &self.user, version, claims).await;
        }
    }
}
