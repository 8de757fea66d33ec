//! What can go wrong with the authority.

use std::time::Duration;

use secrecy::SecretString;
use thiserror::Error;

/// Why the authority gave no answer that helps. Shows no token, no secret, no address of a person.
#[derive(Debug, Clone, Error)]
pub enum AuthorityError {
    /// It cannot be reached, or it is in trouble; worth trying later.
    #[error("the authority cannot be reached: {detail}")]
    Unreachable {
        /// For the log.
        detail: String,
        /// Its own hint.
        retry_after: Option<Duration>,
    },
    /// Its answer is not what the standard says.
    #[error("the authority's answer cannot be used: {detail}")]
    Unreadable {
        /// For the log.
        detail: String,
    },
    /// It said no (RFC 6749, section 5.2).
    #[error("the authority refused: {0}")]
    Refused(OauthError),
}

/// A refusal of the token endpoint.
#[derive(Debug, Clone, Default, Error)]
#[error("{error} {codes:?} correlation {correlation}")]
pub struct OauthError {
    /// OAuth's `error`: the only part to decide by ("Microsoft Entra authentication and authorization error codes").
    pub error: String,
    /// AADSTS numbers, for the log.
    pub codes: Vec<i64>,
    /// What support asks for.
    pub correlation: String,
    /// The claims that a new sign-in has to carry, as JSON.
    pub claims: Option<String>,
}

impl OauthError {
    /// Whether nobody has agreed to what the token is for: `consent_required`, or `invalid_grant` with that number.
    pub fn lacks_consent(&self) -> bool {
        const CONSENT_MISSING: i64 = 65001;
        self.error == "consent_required" || self.codes.contains(&CONSENT_MISSING)
    }

    /// Whether only the person can fix it, by signing in again.
    pub fn needs_person(&self) -> bool {
        let person = ["invalid_grant", "interaction_required", "login_required", "consent_required"];
        person.contains(&self.error.as_str())
    }
}

impl AuthorityError {
    pub(crate) fn unreadable(detail: impl Into<String>) -> Self {
        Self::Unreadable { detail: detail.into() }
    }

    pub(super) fn unreachable(error: &reqwest::Error) -> Self {
        // Without the URL, which may contain personal data.
        let kind = match () {
            () if error.is_timeout() => "timed out",
            () if error.is_connect() => "no connection",
            () => "the connection broke",
        };
        Self::Unreachable { detail: kind.to_owned(), retry_after: None }
    }
}

/// What the authority's error body holds ("Error codes: handling error codes in your application").
#[derive(Debug, serde::Deserialize, serde::Serialize)]
pub(crate) struct ErrorBody {
    error: String,
    #[serde(default)]
    error_codes: Vec<i64>,
    #[serde(default)]
    correlation_id: Option<String>,
    #[serde(default)]
    claims: Option<String>,
}

impl std::fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.error)
    }
}

impl oauth2::ErrorResponse for ErrorBody {}

impl From<ErrorBody> for OauthError {
    fn from(body: ErrorBody) -> Self {
        let plain = |text: String| text.chars().filter(char::is_ascii_graphic).take(64).collect::<String>();
        Self {
            error: plain(body.error),
            codes: body.error_codes,
            correlation: plain(body.correlation_id.unwrap_or_default()),
            claims: body.claims,
        }
    }
}

/// A part of a secret answer: never shown.
pub(super) fn secret_string(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}
