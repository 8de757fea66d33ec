//! The authority's signing keys (RFC 7517).

use std::collections::HashMap;

use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::Value;

use super::error::AuthorityError;

/// More keys than any authority has.
const MAX_KEYS: usize = 64;

/// RSA signing keys by id.
#[derive(Clone)]
pub struct Keys(HashMap<String, DecodingKey>);

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Key {
    kid: String,
    kty: String,
    n: String,
    e: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    issuer: Option<String>,
}

impl Keys {
    /// Reads a key set. Keys that are not for RS256 signatures of this issuer are left out: a set may hold what is not meant for us.
    pub(super) fn parse(text: &[u8], issuer: &str) -> Result<Self, AuthorityError> {
        let found: Document = serde_json::from_slice(text)
            .map_err(|error| AuthorityError::unreadable(format!("keys: {:?}", error.classify())))?;
        let mut keys = HashMap::new();
        for value in found.keys.into_iter().take(MAX_KEYS) {
            let Ok(key) = serde_json::from_value::<Key>(value) else { continue };
            if !key.is_ours(issuer) {
                continue;
            }
            if let Ok(decoding) = DecodingKey::from_rsa_components(&key.n, &key.e) {
                keys.entry(key.kid).or_insert(decoding);
            }
        }
        Ok(Self(keys))
    }

    pub(super) fn find(&self, kid: &str) -> Option<DecodingKey> {
        self.0.get(kid).cloned()
    }
}

impl Key {
    fn is_ours(&self, issuer: &str) -> bool {
        // "Validate the signing key issuer": a tenant-independent key names `{tenantid}`, to be replaced by the token's tenant.
        let tenant = issuer.trim_end_matches("/v2.0").rsplit('/').next().unwrap_or_default();
        let issuer_fits =
            self.issuer.as_ref().is_none_or(|of_key| of_key.replace("{tenantid}", tenant) == issuer);
        self.kty == "RSA"
            && self.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && self.alg.as_deref().is_none_or(|alg| alg == "RS256")
            && issuer_fits
    }
}
