//! The application's own token (client credentials).

use std::sync::Arc;

use async_trait::async_trait;
use graph::{TokenError, TokenProvider};
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::token_error;
use crate::clock::SharedClock;
use crate::oidc_provider::{Exchange, OidcProvider};

/// Renewed when less than this is left: 5 minutes.
const MIN_REMAINING_MS: i64 = 300_000;

/// The application's tokens: kept in memory only, fetched by one at a time.
pub struct ApplicationTokens {
    provider: Arc<OidcProvider>,
    clock: SharedClock,
    current: Mutex<Option<(SecretString, i64)>>,
}

impl std::fmt::Debug for ApplicationTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApplicationTokens")
    }
}

impl ApplicationTokens {
    /// None yet.
    pub fn new(provider: Arc<OidcProvider>, clock: SharedClock) -> Self {
        Self { provider, clock, current: Mutex::new(None) }
    }

    /// The application's id at the authority.
    pub(super) fn client_id(&self) -> &str {
        &self.provider.entra().client_id
    }
}

#[async_trait]
impl TokenProvider for ApplicationTokens {
    async fn token(&self) -> Result<SecretString, TokenError> {
        let mut current = self.current.lock().await;
        let now = self.clock.now_ms();
        if let Some((token, until)) = &*current
            && until - now > MIN_REMAINING_MS
        {
            return Ok(token.clone());
        }
        let given = self.provider.exchange(Exchange::Application).await.map_err(token_error)?;
        let life = i64::try_from(given.expires_in.as_millis()).unwrap_or(i64::MAX);
        *current = Some((given.access.clone(), now.saturating_add(life)));
        Ok(given.access)
    }

    /// Claims challenges are for people; for the application a new token is all there is.
    async fn invalidate(&self, _claims: Option<&str>) {
        *self.current.lock().await = None;
    }
}
