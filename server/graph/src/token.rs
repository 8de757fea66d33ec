//! Where access tokens come from.

use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;

/// A source of access tokens for Microsoft Graph, for one caller: a signed-in user or the application itself.
#[async_trait]
pub trait TokenProvider: Send + Sync {
    /// A token that is valid now, from a cache or fresh. Asked before every request.
    async fn token(&self) -> Result<SecretString, TokenError>;

    /// Graph answered 401: forget the cached token. `claims` is the decoded claims challenge (JSON), if there was one;
    /// the next token request has to carry it ("Claims challenges, claims requests and client capabilities").
    async fn invalidate(&self, claims: Option<&str>);
}

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The person must sign in again, with these claims if given.
    #[error("the person must sign in again")]
    SignInNeeded {
        /// Decoded claims challenge to send along.
        claims: Option<String>,
    },
    /// The authority cannot answer now; worth trying later.
    #[error("the authority is not available: {detail}")]
    Unavailable {
        /// The authority's own hint.
        retry_after: Option<Duration>,
        /// For the log: no token, no secret.
        detail: String,
    },
    /// The authority said no; trying again will not help.
    #[error("the authority refused a token ({code}): {detail}")]
    Refused {
        /// The OAuth `error`, such as `invalid_client`.
        code: String,
        /// For the log: no token, no secret.
        detail: String,
    },
}
