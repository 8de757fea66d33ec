//! Who shares with an address that is being invited joins that invitation.

use contract::{InvitationState, ProblemCode};

/// Whether the invitation in front of an address, which stands at `state` because of `problem`, will still post, or find out what became of its
/// post, without its inviter.
pub fn is_at_work(state: InvitationState, problem: Option<ProblemCode>) -> bool {
    match state {
        InvitationState::Working => true,
        InvitationState::Waiting => problem.is_none_or(|problem| !waits_for_inviter(problem)),
        _ => false,
    }
}

/// Whether the person may have been reached all the same, or is told by the inviter: whoever arrives or accepts settles it.
pub const fn is_about_delivery(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::OutcomeUnknown
            | ProblemCode::MailUnconfirmed
            | ProblemCode::MailRefused
            | ProblemCode::MailServerBusy
            | ProblemCode::MailServerMissing
            | ProblemCode::MailServerRefuses
    )
}

/// Whether an invitation that waits for this waits for a reason of its own inviter, so that it holds up nobody who shares with the same address.
pub const fn waits_for_inviter(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::WaitsForTurn)
}
