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
    #[error("the authority says {error} {number}")]
    Answered { error: String, number: String, code: ProblemCode },
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
    Session(#[from] serde_json::Error),
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
    pub(super) fn from_authority(error: &str, subcode: Option<&str>, description: Option<&str>) -> Self {
        let error: String = error.chars().filter(char::is_ascii_graphic).take(64).collect();
        let number = description
            .and_then(|text| text.split("AADSTS").nth(1))
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).take(9).collect::<String>())
            .unwrap_or_default();
        if matches!(error.as_str(), "server_error" | "temporarily_unavailable") {
            return Self::Authority(AuthorityError::Unreachable { detail: error, retry_after: None });
        }
        let code = answered(&error, subcode, &number);
        let number = if number.is_empty() { number } else { format!("AADSTS{number}") };
        Self::Answered { error, number, code }
    }

    fn code(&self) -> ProblemCode {
        match self {
            Self::Stale => ProblemCode::SignInStale,
            Self::Answered { code, .. } => *code,
            Self::Authority(AuthorityError::Unreachable { .. }) => ProblemCode::DirectoryUnreachable,
            _ => ProblemCode::SignInFailed,
        }
    }
}

/// What an answer means ("Microsoft Entra authentication and authorization error codes"). The numbers may change, and are few of many: one that is not
/// known is a failure without a reason, and only whoever really left the page is said to have left it.
fn answered(error: &str, subcode: Option<&str>, number: &str) -> ProblemCode {
    match (number, error) {
        ("65004", _) => ProblemCode::ConsentDeclined,
        ("65001" | "90094" | "90095", _) | ("", "consent_required") => ProblemCode::ConsentMissing,
        ("50105", _) => ProblemCode::NotAssigned,
        ("16000" | "50020" | "50034" | "51004" | "90072", _) => ProblemCode::AccountUnknown,
        // Blocked or locked accounts, Conditional Access, risk, security policies, cross-tenant access.
        (
            "50053" | "50057" | "53000" | "53001" | "53002" | "53003" | "53004" | "53009" | "53010" | "53011"
            | "500212" | "500213" | "530002" | "530003" | "530004" | "530021" | "530032" | "530034"
            | "530035",
            _,
        ) => ProblemCode::SignInBlocked,
        (_, "access_denied") if number.is_empty() || subcode == Some("cancel") => ProblemCode::SignInDeclined,
        _ => ProblemCode::SignInFailed,
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
