//! What an error of Microsoft Graph means: the one place where it becomes a problem.
//!
//! Status and code decide; messages are hints only, for "Create invitation" has no codes of its own (observed wordings).

use contract::{FieldPath, Problem, ProblemCode};
use graph::{GraphError, Refusal, TokenError};

use crate::app_state::AppState;
use crate::error_reference;

/// Starts and parts of the messages of refused invitations.
const MESSAGES: [(&str, ProblemCode); 14] = [
    ("suspicious activity", ProblemCode::SuspiciousActivity),
    ("guest invitations not allowed", ProblemCode::PolicyForbids),
    ("cross-tenant access", ProblemCode::CrossTenantBlocked),
    ("is a verified domain of this directory", ProblemCode::OwnDomain),
    ("blocked from signing in", ProblemCode::PersonBlocked),
    ("already exists in the directory", ProblemCode::AlreadyInside),
    ("group email address", ProblemCode::AddressOfGroup),
    ("same value for property proxyaddresses", ProblemCode::AddressTaken),
    ("non-external user already exists", ProblemCode::AddressTaken),
    ("quota", ProblemCode::QuotaExceeded),
    ("insufficient privileges", ProblemCode::PermissionMissing),
    ("generic authorization exception", ProblemCode::PermissionMissing),
    ("domain", ProblemCode::DomainBlocked),
    ("address", ProblemCode::AddressRefused),
];

/// The code of an error, of whatever call.
pub(crate) fn code_of(error: &GraphError) -> ProblemCode {
    match error {
        GraphError::Network { .. } => ProblemCode::DirectoryUnreachable,
        GraphError::Unreadable { .. } => ProblemCode::DirectoryTrouble,
        GraphError::Token(error) => code_of_token(error),
        GraphError::Invalid(_) => ProblemCode::Internal,
        GraphError::Refused(refusal) => code_of_refusal(refusal),
    }
}

fn code_of_token(error: &TokenError) -> ProblemCode {
    match error {
        TokenError::SignInNeeded { .. } => ProblemCode::SignInAgain,
        TokenError::Unavailable { .. } => ProblemCode::DirectoryUnreachable,
        TokenError::Refused { code, .. } => match code.as_str() {
            "unauthorized_client" | "invalid_scope" | "access_denied" => ProblemCode::PermissionMissing,
            _ => ProblemCode::DirectoryRefused,
        },
    }
}

fn code_of_refusal(refusal: &Refusal) -> ProblemCode {
    if refusal.claims.is_some() {
        return ProblemCode::SignInAgain;
    }
    if refusal.is_throttled() {
        return ProblemCode::DirectoryBusy;
    }
    let hint = code_from_message(refusal);
    match refusal.status {
        501 => ProblemCode::DirectoryRefused,
        408 | 500.. => ProblemCode::DirectoryTrouble,
        401 => match hint {
            Some(ProblemCode::PermissionMissing) => ProblemCode::PermissionMissing,
            _ => ProblemCode::SignInAgain,
        },
        403 if refusal.code.starts_with("Authorization_") => ProblemCode::PermissionMissing,
        400 | 403 | 409 => by_code(refusal).or(hint).unwrap_or(ProblemCode::DirectoryRefused),
        _ => ProblemCode::DirectoryRefused,
    }
}

fn by_code(refusal: &Refusal) -> Option<ProblemCode> {
    if refusal.code.to_ascii_lowercase().contains("quota") {
        return Some(ProblemCode::QuotaExceeded);
    }
    let conflict = |code: &str| matches!(code, "ObjectConflict" | "ConflictingObjects");
    refusal.details.iter().any(|detail| conflict(&detail.code)).then_some(ProblemCode::AddressTaken)
}

fn code_from_message(refusal: &Refusal) -> Option<ProblemCode> {
    let message = refusal.message.to_ascii_lowercase();
    MESSAGES.iter().find(|(part, _)| message.contains(part)).map(|(_, code)| *code)
}

/// The problem of a refused invitation: beside the address where it is about that.
pub(crate) fn problem_of(code: ProblemCode) -> Problem {
    match code {
        ProblemCode::AddressRefused
        | ProblemCode::AddressOfGroup
        | ProblemCode::AddressTaken
        | ProblemCode::OwnDomain
        | ProblemCode::PersonBlocked
        | ProblemCode::AlreadyInside
        | ProblemCode::DomainBlocked
        | ProblemCode::CrossTenantBlocked => Problem::of_field(FieldPath::ADDRESS, code),
        _ => Problem::new(code),
    }
}

/// The problem of a refused invitation. Logged.
pub(crate) fn invitation_problem(app: &AppState, error: &GraphError) -> Problem {
    error_reference::report_problem(app.ids.as_ref(), problem_of(code_of(error)), error)
}

/// The problem of a look-up as the application: nothing a person typed is the reason. Logged.
pub(crate) fn lookup_problem(app: &AppState, error: &GraphError) -> Problem {
    let code = match code_of(error) {
        // The application signs in by itself: what it lacks, a person cannot give by signing in again.
        ProblemCode::SignInAgain | ProblemCode::PermissionMissing => ProblemCode::PermissionMissing,
        code if is_transient(code) || code == ProblemCode::Internal => code,
        _ => ProblemCode::DirectoryRefused,
    };
    error_reference::report(app.ids.as_ref(), code, error)
}

/// Whether time heals it.
pub(crate) const fn is_transient(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::DirectoryBusy | ProblemCode::DirectoryTrouble | ProblemCode::DirectoryUnreachable
    )
}

#[cfg(test)]
pub(crate) mod tests;
