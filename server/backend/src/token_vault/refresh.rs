//! Gets a valid access token: from the row, or by a refresh. Within the process the caller holds the person's lock; between processes a claim on the
//! row decides, and a process that does not get the claim waits for the other's result.

use std::time::Duration;

use contract::{EntraUserId, TenantId};
use graph::TokenError;
use secrecy::{ExposeSecret as _, SecretString};
use storage::StorageError;
use storage::tokens::{self, TokenRow};

use super::refresh_locks::{NoToken, RefreshState};
use super::token_pair::{Timed, TokenPair};
use super::{TokenVault, token_error};
use crate::oidc_provider::{AuthorityError, Exchange, Scopes, Tokens};

/// An access token with less than this left is renewed: 2 minutes.
const MIN_REMAINING_MS: i64 = 120_000;
/// A claim outlives the longest refresh: waiting for another's fetch of the authority's document and for one's own, 10 seconds each, and the call to
/// the authority, 30 seconds. One minute.
const CLAIM_MS: i64 = 60_000;
/// How often, and how many times, a waiting process reads the row to see whether the other one is done: 10 seconds in all.
const POLL_INTERVAL: Duration = Duration::from_millis(100);
const MAX_POLLS: u32 = 100;
/// How long a refusal of a token for looking people up is believed: one minute.
const REFUSAL_MS: i64 = 60_000;

/// One person's refresh.
pub(super) struct Refresh<'a> {
    pub(super) vault: &'a TokenVault,
    pub(super) tenant: &'a TenantId,
    pub(super) user: &'a EntraUserId,
}

impl Refresh<'_> {
    /// A token that is good now, with its version.
    pub(super) async fn current(&self, state: &mut RefreshState) -> Result<(SecretString, i64), TokenError> {
        for poll in 0..=MAX_POLLS {
            if poll > 0 {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
            let row = self.row().await?;
            if let Some((version, claims)) = &state.spent
                && *version == row.version
            {
                return Err(TokenError::SignInNeeded { claims: claims.clone() });
            }
            let pair = self.open(&row)?;
            if self.is_good(&row, state) {
                return Ok((pair.access, row.version));
            }
            let Some(refresh) = pair.refresh else { return Err(TokenError::SignInNeeded { claims: None }) };
            if self.claim(&row).await.map_err(|error| unavailable(&error))? {
                return self.renew(&row, (&refresh, pair.reading), state).await;
            }
        }
        Err(busy())
    }

    /// A token for one thing. The refresh token that comes with it takes the place of the one it was asked for with; the stored access token stays.
    /// With the version of the row that it was asked for with. One for looking people up is kept, as long as it is good; one for a mail is not.
    pub(super) async fn by_itself(
        &self,
        scopes: Scopes,
        state: &mut RefreshState,
    ) -> Result<(SecretString, i64), TokenError> {
        let is_kept = scopes == Scopes::Directory;
        for poll in 0..=MAX_POLLS {
            if poll > 0 {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
            let row = self.row().await?;
            let TokenPair { access, refresh, reading } = self.open(&row)?;
            if let Some((token, _)) = reading.as_ref().filter(|kept| is_kept && self.is_readable(kept, state))
            {
                return Ok((token.clone(), row.version));
            }
            if let Some(error) = self.known_refusal(&row, state).filter(|_| is_kept) {
                return Err(error);
            }
            let Some(refresh) = refresh else { return Err(TokenError::SignInNeeded { claims: None }) };
            if !self.claim(&row).await.map_err(|error| unavailable(&error))? {
                continue;
            }
            let given = match self.ask_for(scopes, &row, &refresh).await {
                Ok(given) => given,
                Err(error) => {
                    if is_kept && !matches!(error, TokenError::Unavailable { .. }) {
                        let until = self.vault.clock.now_ms() + REFUSAL_MS;
                        state.no_reading =
                            Some(NoToken { version: row.version, until, error: error.clone() });
                    }
                    return Err(error);
                }
            };
            let asked = (given.access.clone(), self.vault.expiry(&given));
            let reading = if is_kept { Some(asked) } else { reading };
            let pair = TokenPair { access, refresh: given.refresh.clone().or(Some(refresh)), reading };
            let stored = self.store(&row, &pair, row.access_expires_at).await;
            let stored = stored.map_err(|error| unavailable(&error))?;
            if let Some(version) = stored
                && state.refused == Some(row.version)
            {
                // The access token is the one that was refused.
                state.refused = Some(version);
            }
            return Ok((given.access, stored.unwrap_or(row.version)));
        }
        Err(busy())
    }

    /// Asks the authority, with a claim on the row that is given back where it refuses.
    async fn ask_for(
        &self,
        scopes: Scopes,
        row: &TokenRow,
        refresh: &SecretString,
    ) -> Result<Tokens, TokenError> {
        let exchange = Exchange::Refresh { token: refresh, claims: None, scopes };
        let error = match self.vault.provider.exchange(exchange).await {
            Ok(given) => return Ok(given),
            Err(error) => error,
        };
        self.release_claim(row).await;
        if let AuthorityError::Refused(refusal) = &error
            && let Some(claims) = &refusal.claims
        {
            self.vault.save_challenge(self.tenant, self.user, row.version, claims).await;
        }
        tracing::info!(%error, ?scopes, "there is no token of a person for this");
        Err(separate_token_error(error))
    }

    /// Whether a kept token for looking people up can be used.
    fn is_readable(&self, (token, until): &Timed, state: &RefreshState) -> bool {
        let is_refused = |refused: &SecretString| refused.expose_secret() == token.expose_secret();
        until - self.vault.clock.now_ms() > MIN_REMAINING_MS
            && !state.refused_reading.as_ref().is_some_and(is_refused)
    }

    /// What the authority said a moment ago of a token for looking people up.
    fn known_refusal(&self, row: &TokenRow, state: &RefreshState) -> Option<TokenError> {
        let known = state.no_reading.as_ref()?;
        let stands = known.version == row.version && self.vault.clock.now_ms() < known.until;
        stands.then(|| known.error.clone())
    }

    async fn row(&self) -> Result<TokenRow, TokenError> {
        let row = tokens::load(&self.vault.storage, self.tenant.as_str(), self.user.as_str()).await;
        row.map_err(|error| unavailable(&error))?.ok_or(TokenError::SignInNeeded { claims: None })
    }

    fn open(&self, row: &TokenRow) -> Result<TokenPair, TokenError> {
        TokenPair::open(&self.vault.sealer, self.tenant, self.user, &row.sealed).map_err(|error| {
            // After a change of the secret key a new sign-in is all it takes.
            tracing::warn!(%error, "stored tokens cannot be opened");
            TokenError::SignInNeeded { claims: None }
        })
    }

    fn is_good(&self, row: &TokenRow, state: &RefreshState) -> bool {
        let left = row.access_expires_at - self.vault.clock.now_ms();
        left > MIN_REMAINING_MS && state.refused != Some(row.version)
    }

    async fn claim(&self, row: &TokenRow) -> Result<bool, StorageError> {
        let now = self.vault.clock.now_ms();
        let (tenant, user) = (self.tenant.as_str(), self.user.as_str());
        let mut tx = self.vault.storage.begin().await?;
        let ours = tokens::claim_refresh(&mut tx, tenant, user, row.version, now, now + CLAIM_MS).await?;
        tx.commit().await?;
        Ok(ours)
    }

    async fn renew(
        &self,
        row: &TokenRow,
        (refresh, reading): (&SecretString, Option<Timed>),
        state: &mut RefreshState,
    ) -> Result<(SecretString, i64), TokenError> {
        let claims = state.claims.as_deref().filter(|_| state.refused == Some(row.version));
        let exchange = Exchange::Refresh { token: refresh, claims, scopes: Scopes::Own };
        match self.vault.provider.exchange(exchange).await {
            Ok(given) => {
                let pair = TokenPair { reading, ..TokenPair::of(&given, Some(refresh)) };
                let stored = self.store(row, &pair, self.vault.expiry(&given)).await;
                let version = stored.map_err(|error| unavailable(&error))?;
                // The person signed in or out meanwhile: the stored tokens count.
                let Some(version) = version else { return self.newest().await };
                *state = RefreshState::default();
                Ok((given.access, version))
            }
            Err(error) => {
                self.release_claim(row).await;
                if let AuthorityError::Refused(refusal) = &error
                    && refusal.needs_person()
                {
                    state.spent = Some((row.version, refusal.claims.clone()));
                    if let Some(claims) = &refusal.claims {
                        self.vault.save_challenge(self.tenant, self.user, row.version, claims).await;
                    }
                }
                tracing::warn!(%error, "a person's tokens were not refreshed");
                Err(token_error(error))
            }
        }
    }

    async fn store(
        &self,
        row: &TokenRow,
        pair: &TokenPair,
        expiry: i64,
    ) -> Result<Option<i64>, StorageError> {
        let sealed = pair.seal(&self.vault.sealer, self.tenant, self.user);
        let (tenant, user) = (self.tenant.as_str(), self.user.as_str());
        let mut tx = self.vault.storage.begin().await?;
        let swapped = tokens::swap(&mut tx, tenant, user, row.version, &sealed, expiry).await?;
        tx.commit().await?;
        Ok(swapped.then_some(row.version + 1))
    }

    async fn newest(&self) -> Result<(SecretString, i64), TokenError> {
        let row = self.row().await?;
        Ok((self.open(&row)?.access, row.version))
    }

    /// Releases the claim, so that another process can try at once. If this fails, the claim expires.
    async fn release_claim(&self, row: &TokenRow) {
        let release = async {
            let mut tx = self.vault.storage.begin().await?;
            tokens::release_refresh(&mut tx, self.tenant.as_str(), self.user.as_str(), row.version).await?;
            tx.commit().await
        };
        if let Err(error) = release.await {
            tracing::warn!(%error, "a claim on tokens was not given back");
        }
    }
}

fn busy() -> TokenError {
    let detail = "another process is refreshing the tokens, and has not finished".to_owned();
    TokenError::Unavailable { retry_after: Some(Duration::from_secs(5)), detail }
}

/// What [`TokenError::Refused`] says where nobody has agreed, whichever way the authority put it.
pub(crate) const NO_CONSENT: &str = "consent_required";

/// Who has not agreed to this one thing is signed in all the same, and is not asked to sign in again ("AADSTS65001").
fn separate_token_error(error: AuthorityError) -> TokenError {
    match error {
        AuthorityError::Refused(refusal) if refusal.lacks_consent() => {
            TokenError::Refused { detail: refusal.to_string(), code: NO_CONSENT.to_owned() }
        }
        error => token_error(error),
    }
}

fn unavailable(error: &StorageError) -> TokenError {
    TokenError::Unavailable { retry_after: None, detail: error.to_string() }
}
