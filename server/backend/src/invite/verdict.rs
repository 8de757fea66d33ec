//! What follows from how a step ended. Pure.

use contract::{HistoryEvent, InvitationState, Problem, StepKind, StepState};

use super::backoff;
use super::facts::Facts;
use super::work::{StepError, When};
use crate::clock::from_ms;
use crate::settings::Settings;

/// What happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The step is done.
    Done,
    /// It is tried again at this moment, in unix milliseconds.
    Wait {
        /// When.
        at: i64,
        /// What is shown meanwhile.
        problem: Problem,
    },
    /// A person must decide.
    Stop(Problem),
    /// Refused for good.
    Fail(Problem),
}

impl Verdict {
    pub(crate) fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Done => None,
            Self::Wait { problem, .. } | Self::Stop(problem) | Self::Fail(problem) => Some(problem),
        }
    }

    pub(crate) const fn step_state(&self) -> StepState {
        match self {
            Self::Done => StepState::Done,
            Self::Wait { .. } => StepState::Waiting,
            Self::Stop(_) => StepState::Stopped,
            Self::Fail(_) => StepState::Failed,
        }
    }

    pub(crate) const fn event(&self, kind: StepKind) -> HistoryEvent {
        match self {
            Self::Done => HistoryEvent::StepDone(kind),
            Self::Wait { .. } => HistoryEvent::StepWaiting(kind),
            Self::Stop(_) => HistoryEvent::StepStopped(kind),
            Self::Fail(_) => HistoryEvent::StepFailed(kind),
        }
    }

    pub(crate) const fn state(&self, is_last: bool, invited: bool) -> InvitationState {
        match self {
            Self::Done if is_last && invited => InvitationState::Sent,
            Self::Done if is_last => InvitationState::Shared,
            Self::Done => InvitationState::Working,
            Self::Wait { .. } => InvitationState::Waiting,
            Self::Stop(_) => InvitationState::Stopped,
            Self::Fail(_) => InvitationState::Failed,
        }
    }
}

/// What follows from how the step ended. `now` is in unix milliseconds; the seed is for the jitter.
pub(crate) fn judge(
    facts: &mut Facts,
    settings: &Settings,
    now: i64,
    seed: &str,
    outcome: Result<(), StepError>,
) -> Verdict {
    match outcome {
        Ok(()) => {
            facts.failing = None;
            Verdict::Done
        }
        Err(StepError::Stop { problem }) => Verdict::Stop(problem),
        Err(StepError::Fail { problem }) => Verdict::Fail(problem),
        Err(StepError::Retry { when, problem }) => later(facts, settings, now, seed, when, problem),
    }
}

fn later(
    facts: &mut Facts,
    settings: &Settings,
    now: i64,
    seed: &str,
    when: When,
    problem: Problem,
) -> Verdict {
    let failing = facts.fail(now);
    let limit = settings.retry_limit().whole_milliseconds();
    if i128::from(now) - i128::from(failing.since) >= limit {
        return Verdict::Stop(problem);
    }
    let hint = if let When::Soon { hint } = when { hint } else { None };
    let end = i128::from(failing.since) + limit;
    if hint.is_some_and(|hint| i128::from(now) + hint.whole_milliseconds() > end) {
        // Before the server's own time it is not asked again, and so long nobody waits unasked.
        return Verdict::Stop(problem);
    }
    let wait = backoff::wait(failing.times, hint, seed).whole_milliseconds();
    let at = now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
    let at = if let When::By(end) = when { at.min(end.max(now + 1)) } else { at };
    Verdict::Wait { at, problem: Problem { retry_at: Some(from_ms(at)), ..problem } }
}

#[cfg(test)]
mod tests;
