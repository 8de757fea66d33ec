//! The authority: Entra's metadata, keys and token endpoint. Everything is fetched when it is first needed, so that Vestibule starts while
//! the authority is down.

mod assertion;
mod cached;
mod error;
mod exchange;
mod fetch;
mod keys;
mod metadata;
mod transport;

pub use error::{AuthorityError, OauthError};
pub(crate) use exchange::LOOK_UP_SCOPE;
pub use exchange::{Exchange, Scopes, Tokens};
pub use keys::Keys;
pub use metadata::Metadata;

use std::sync::Arc;

use jsonwebtoken::DecodingKey;
use url::Url;

use crate::clock::{SharedClock, SharedIds};
use crate::config::Entra;
use cached::Cached;

/// Keys are fetched again for an unknown key id at most this often: 30 seconds.
const COOL_DOWN_MS: i64 = 30_000;
/// Metadata and keys are fetched again after a day ("Signing key rollover").
const CACHE_TTL_MS: i64 = 24 * 3_600_000;

/// The authority of one tenant.
pub struct OidcProvider {
    entra: Entra,
    http: reqwest::Client,
    clock: SharedClock,
    ids: SharedIds,
    metadata: Cached<Metadata>,
    keys: Cached<Keys>,
}

impl std::fmt::Debug for OidcProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OidcProvider").field("entra", &self.entra).finish_non_exhaustive()
    }
}

impl OidcProvider {
    /// A provider; nothing is fetched yet. `http` must not follow redirects.
    pub fn new(entra: Entra, http: reqwest::Client, clock: SharedClock, ids: SharedIds) -> Self {
        Self { entra, http, clock, ids, metadata: Cached::default(), keys: Cached::default() }
    }

    /// The app registration.
    pub fn entra(&self) -> &Entra {
        &self.entra
    }

    /// The issuer that this tenant's tokens must name, exactly.
    pub fn issuer(&self) -> String {
        let authority = crate::config::origin_of(&self.entra.cloud.authority);
        format!("{authority}/{}/v2.0", self.entra.tenant)
    }

    /// What the authority says of itself (OIDC Discovery 1.0). From the cache while it is fresh, and for as long as the authority
    /// is down.
    pub async fn metadata(&self) -> Result<Arc<Metadata>, AuthorityError> {
        let fetch = || async {
            let url = format!("{}/.well-known/openid-configuration", self.issuer());
            let url = Url::parse(&url).map_err(|_| AuthorityError::unreadable("the authority's address"))?;
            let text = fetch::json(&self.http, url).await?;
            Metadata::parse(&text, &self.issuer(), &self.entra.cloud.authority)
        };
        self.metadata.get(&*self.clock, |age| age < CACHE_TTL_MS, fetch).await
    }

    /// The metadata if it has been fetched before.
    pub fn cached_metadata(&self) -> Option<Arc<Metadata>> {
        self.metadata.cached()
    }

    /// The key with this id. An unknown id fetches the keys anew, at most once in 30 seconds: keys roll without notice ("Signing key
    /// rollover"), and anybody may send a token with a made-up id.
    pub async fn key(&self, kid: &str) -> Result<Option<DecodingKey>, AuthorityError> {
        let metadata = self.metadata().await?;
        let fetch = || async {
            let text = fetch::json(&self.http, metadata.jwks_uri.clone()).await?;
            Keys::parse(&text, &metadata.issuer)
        };
        let keys = self.keys.get(&*self.clock, |age| age < CACHE_TTL_MS, fetch).await?;
        if let Some(key) = keys.find(kid) {
            return Ok(Some(key));
        }
        let keys = self.keys.get(&*self.clock, |age| age < COOL_DOWN_MS, fetch).await?;
        Ok(keys.find(kid))
    }
}
