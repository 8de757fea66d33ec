//! What an error of Microsoft Graph means: the one place where it becomes a problem.

mod refusal;

use contract::{Problem, ProblemCode};
use graph::{GraphError, TokenError};

use crate::app_state::AppState;
use crate::error_reference;
use crate::token_vault::NO_CONSENT;

/// What an error means, of whatever call.
pub(crate) fn meaning(error: &GraphError) -> Problem {
    Problem::new(match error {
        GraphError::Refused(refusal) => return refusal::problem_of(refusal),
        GraphError::Network { .. } => ProblemCode::DirectoryUnreachable,
        GraphError::Unreadable { .. } => ProblemCode::DirectoryTrouble,
        GraphError::Token(error) => code_of_token(error),
        GraphError::Invalid(_) | GraphError::Withdrawn => ProblemCode::Internal,
    })
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

/// The problem of a refused invitation. Logged.
pub(crate) fn invitation_problem(app: &AppState, error: &GraphError) -> Problem {
    error_reference::report_problem(app.ids.as_ref(), meaning(error), error)
}

/// The problem of a mail that the inviter sends. Logged.
pub(crate) fn mail_problem(app: &AppState, error: &GraphError) -> Problem {
    let problem = meaning(error);
    // Nothing of a mail is beside a field of the form.
    let problem = Problem { fields: Vec::new(), ..problem };
    error_reference::report_problem(app.ids.as_ref(), problem, error)
}

/// The problem of a look-up as the application: nothing a person typed is the reason. Logged.
pub(crate) fn lookup_problem(app: &AppState, error: &GraphError) -> Problem {
    error_reference::report_problem(app.ids.as_ref(), lookup_meaning(error), error)
}

/// The same where nobody is told more than that. Not logged.
pub(crate) fn lookup_code(error: &GraphError) -> ProblemCode {
    lookup_meaning(error).code
}

/// The problem of a look-up as whoever shares: they may have to sign in again, or nobody has agreed that they are asked for. Logged.
pub(crate) fn person_lookup_problem(app: &AppState, error: &GraphError) -> Problem {
    error_reference::report_problem(app.ids.as_ref(), person_lookup_meaning(error), error)
}

/// The problem of a look-up that somebody at the screen has waited for long enough. Logged.
pub(crate) fn lookup_timed_out(app: &AppState) -> Problem {
    let problem = Problem::new(ProblemCode::DirectoryUnreachable);
    error_reference::report_text(app.ids.as_ref(), problem, "the directory gave no answer in time")
}

fn lookup_meaning(error: &GraphError) -> Problem {
    let problem = meaning(error);
    match problem.code {
        // The application signs in by itself: what it lacks, a person cannot give by signing in again.
        ProblemCode::SignInAgain | ProblemCode::PermissionMissing => {
            Problem::new(ProblemCode::PermissionMissing)
        }
        code if is_transient(code) || code == ProblemCode::Internal => problem,
        _ => Problem { reason: problem.reason, ..Problem::new(ProblemCode::DirectoryRefused) },
    }
}

fn person_lookup_meaning(error: &GraphError) -> Problem {
    if let GraphError::Token(TokenError::Refused { code, .. }) = error
        && code == NO_CONSENT
    {
        return Problem::new(ProblemCode::LookUpConsentMissing);
    }
    match meaning(error).code {
        ProblemCode::SignInAgain => Problem::new(ProblemCode::SignInAgain),
        _ => lookup_meaning(error),
    }
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
