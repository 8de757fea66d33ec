//! Failed sign-ins: the page gets a problem's code in the address, the log gets the source.

use axum::response::{IntoResponse as _, Redirect, Response};
use contract::{LocalPath, Problem, ProblemCode};
use storage::StorageError;
use thiserror::Error;
use url::form_urlencoded::Serializer;

use super::SignInState;
use super::claims::InvalidClaims;
use super::id_token::{IdTokenError, InvalidIdToken};
use crate::error_reference::report;
use crate::oidc_provider::AuthorityError;

/// Why nobody is signed in now.
#[derive(Debug, Error)]
pub(super) enum SignInFailure {
    #[error("this browser has not begun this sign-in, or too long ago")]
    Stale,
    #[error("the authority says {error} {code}")]
    Declined { error: String, code: String },
    #[error("the authority says {error} {code}")]
    Answered { error: String, code: String },
    #[error("the answer names another authority")]
    MixedUp,
    #[error("the answer has no code")]
    NoCode,
    #[error("there is no ID token")]
    NoIdToken,
    #[error(transparent)]
    IdToken(InvalidIdToken),
    #[error("the ID token: {0}")]
    Claims(#[from] InvalidClaims),
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    #[error("the session: {0}")]
    Session(#[from] tower_sessions::session::Error),
    #[error("the database")]
    Storage(#[from] StorageError),
}

impl From<IdTokenError> for SignInFailure {
    fn from(error: IdTokenError) -> Self {
        match error {
            IdTokenError::Refused(refusal) => Self::IdToken(refusal),
            IdTokenError::Authority(error) => Self::Authority(error),
        }
    }
}

impl SignInFailure {
    /// From the authority's `error`. Of its description only the number is kept: the rest may name people.
    pub(super) fn from_authority(error: &str, description: Option<&str>) -> Self {
        let plain = |text: &str| text.chars().filter(char::is_ascii_graphic).take(64).collect::<String>();
        let code = description
            .and_then(|text| text.split("AADSTS").nth(1))
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).take(9).collect::<String>());
        let (error, code) = (plain(error), code.map(|code| format!("AADSTS{code}")).unwrap_or_default());
        match error.as_str() {
            "access_denied" | "consent_required" => Self::Declined { error, code },
            "server_error" | "temporarily_unavailable" => {
                Self::Authority(AuthorityError::Unreachable { detail: error, retry_after: None })
            }
            _ => Self::Answered { error, code },
        }
    }

    fn code(&self) -> ProblemCode {
        match self {
            Self::Stale => ProblemCode::SignInStale,
            Self::Declined { .. } => ProblemCode::SignInDeclined,
            Self::Authority(AuthorityError::Unreachable { .. }) => ProblemCode::DirectoryUnreachable,
            _ => ProblemCode::SignInFailed,
        }
    }
}

/// Redirects to the sign-in page, which shows the problem and offers to try again.
pub(super) fn redirect_with_error(
    state: &SignInState,
    failure: &SignInFailure,
    to: Option<&LocalPath>,
) -> Response {
    let problem: Problem = report(&*state.ids, failure.code(), failure);
    let mut query = Serializer::new(String::new());
    query.append_pair("problem", problem.code.as_str());
    if let Some(reference) = &problem.reference {
        query.append_pair("reference", reference.as_str());
    }
    if let Some(to) = to.filter(|to| **to != LocalPath::home()) {
        query.append_pair("to", to.as_str());
    }
    Redirect::to(&format!("/sign-in?{}", query.finish())).into_response()
}
