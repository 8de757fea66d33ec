//! The steps of an invitation.

use contract::{Language, StepKind, StepState};

use crate::steps;

/// What a step does: "Send the invitation".
pub const fn step(lang: Language, kind: StepKind) -> &'static str {
    match kind {
        StepKind::FindPerson => steps::find_person::name(lang),
        StepKind::SendInvitation => steps::send_invitation::name(lang),
        StepKind::RecordAccess => steps::record_access::name(lang),
        StepKind::TellInviter => steps::tell_inviter::name(lang),
    }
}

/// How far a step is, in a word or two: "Done".
pub const fn step_state(lang: Language, state: StepState) -> &'static str {
    match state {
        StepState::Open => steps::state::open(lang),
        StepState::Working => steps::state::working(lang),
        StepState::Done => steps::state::done(lang),
        StepState::Waiting => steps::state::waiting(lang),
        StepState::Stopped => steps::state::stopped(lang),
        StepState::Failed => steps::state::failed(lang),
    }
}

/// What a step is doing or did: "Sending the invitation…", "The invitation was sent."
pub const fn step_now(lang: Language, kind: StepKind, state: StepState) -> &'static str {
    macro_rules! texts {
        ($step:ident) => {
            match state {
                StepState::Open => steps::$step::name(lang),
                StepState::Working => steps::$step::working(lang),
                StepState::Done => steps::$step::done(lang),
                StepState::Waiting => steps::$step::waiting(lang),
                StepState::Stopped => steps::$step::stopped(lang),
                StepState::Failed => steps::$step::failed(lang),
            }
        };
    }
    match kind {
        StepKind::FindPerson => texts!(find_person),
        StepKind::SendInvitation => texts!(send_invitation),
        StepKind::RecordAccess => texts!(record_access),
        StepKind::TellInviter => texts!(tell_inviter),
    }
}
