//! The steps of an invitation.

use contract::{Language, StepKind, StepState};

use crate::steps;

macro_rules! step_names {
    ($($(#[$doc:meta])* $name:ident $text:literal $module:ident $([$undo:ident])?,)*) => {
        /// What a step does: "Send the invitation".
        pub const fn step(lang: Language, kind: StepKind) -> &'static str {
            match kind {
                $(StepKind::$name => steps::$module::name(lang),)*
            }
        }

        /// What a step is doing or has done: "Sending the invitation…", "The invitation was sent."
        pub const fn step_now(lang: Language, kind: StepKind, state: StepState) -> &'static str {
            match kind {
                $(StepKind::$name => match state {
                    StepState::Open => steps::$module::name(lang),
                    StepState::Working => steps::$module::working(lang),
                    StepState::Done => steps::$module::done(lang),
                    StepState::Waiting => steps::$module::waiting(lang),
                    StepState::Stopped => steps::$module::stopped(lang),
                    StepState::Failed => steps::$module::failed(lang),
                    StepState::Undone => steps::state::undone(lang),
                },)*
            }
        }
    };
}
contract::for_each_step!(step_names);

/// The state of a step, in a word or two: "Done".
pub const fn step_state(lang: Language, state: StepState) -> &'static str {
    match state {
        StepState::Open => steps::state::open(lang),
        StepState::Working => steps::state::working(lang),
        StepState::Done => steps::state::done(lang),
        StepState::Waiting => steps::state::waiting(lang),
        StepState::Stopped => steps::state::stopped(lang),
        StepState::Failed => steps::state::failed(lang),
        StepState::Undone => steps::state::undone(lang),
    }
}
