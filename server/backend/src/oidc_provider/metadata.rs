//! What the authority says of itself (OIDC Discovery 1.0, section 3).

use serde::Deserialize;
use url::Url;

use super::error::AuthorityError;

/// The parts of the metadata that we use. All on the authority's own origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Who issues the tokens.
    pub issuer: String,
    /// Where people sign in.
    pub authorization_endpoint: Url,
    /// Where codes become tokens.
    pub token_endpoint: Url,
    /// Where the keys are.
    pub jwks_uri: Url,
    /// Where people sign out.
    pub end_session_endpoint: Option<Url>,
}

/// Entra leaves out `code_challenge_methods_supported` and `grant_types_supported`: nothing else may be required here.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    end_session_endpoint: Option<Url>,
}

impl Metadata {
    /// Reads the document; refuses another issuer, and endpoints of another origin, which would be handed our codes and our secret.
    pub(super) fn parse(text: &[u8], issuer: &str, authority: &Url) -> Result<Self, AuthorityError> {
        let found: Document = serde_json::from_slice(text)
            .map_err(|error| AuthorityError::unreadable(format!("metadata: {:?}", error.classify())))?;
        if found.issuer != issuer {
            return Err(AuthorityError::unreadable("metadata: another issuer"));
        }
        let own = |url: &Url| url.origin() == authority.origin();
        let all = [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri];
        if !all.into_iter().chain(&found.end_session_endpoint).all(own) {
            return Err(AuthorityError::unreadable("metadata: an endpoint of another origin"));
        }
        Ok(Self {
            issuer: found.issuer,
            authorization_endpoint: found.authorization_endpoint,
            token_endpoint: found.token_endpoint,
            jwks_uri: found.jwks_uri,
            end_session_endpoint: found.end_session_endpoint,
        })
    }
}
