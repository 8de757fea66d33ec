//! What follows from how a step ended. Pure.

use contract::{Problem, StepState};

use super::backoff;
use super::facts::PipelineState;
use super::step_error::{Retry, StepError};
use crate::clock::from_ms;
use crate::settings::Settings;

/// What happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The step is done.
    Done,
    /// It is tried again at this moment, in unix milliseconds.
    RetryAt {
        /// When.
        at: i64,
        /// What is shown meanwhile.
        problem: Problem,
    },
    /// A person must decide.
    AwaitUser(Problem),
    /// The guest goes on.
    AwaitGuest(Problem),
    /// Refused for good.
    Fail(Problem),
}

impl Decision {
    pub(crate) const fn step_state(&self) -> StepState {
        match self {
            Self::Done => StepState::Done,
            Self::RetryAt { .. } | Self::AwaitGuest(_) => StepState::Waiting,
            Self::AwaitUser(_) => StepState::Stopped,
            Self::Fail(_) => StepState::Failed,
        }
    }
}

/// What follows from how the step ended. `now` is in unix milliseconds; the seed is for the jitter.
pub(crate) fn decide(
    pipeline: &mut PipelineState,
    settings: &Settings,
    now: i64,
    seed: &str,
    outcome: Result<(), StepError>,
) -> Decision {
    match outcome {
        Ok(()) => {
            pipeline.failing = None;
            Decision::Done
        }
        Err(StepError::AwaitUser { problem }) => Decision::AwaitUser(problem),
        Err(StepError::AwaitGuest { problem }) => {
            pipeline.failing = None;
            Decision::AwaitGuest(problem)
        }
        Err(StepError::Permanent { problem }) => Decision::Fail(problem),
        Err(StepError::Transient { retry, problem }) => later(pipeline, settings, now, seed, retry, problem),
    }
}

fn later(
    pipeline: &mut PipelineState,
    settings: &Settings,
    now: i64,
    seed: &str,
    retry: Retry,
    problem: Problem,
) -> Decision {
    if let Retry::At(at) = retry {
        return Decision::RetryAt { at, problem: Problem { retry_at: Some(from_ms(at)), ..problem } };
    }
    let failing = pipeline.count_failure(now);
    let limit = settings.retry_limit().whole_milliseconds();
    if i128::from(now) - i128::from(failing.since) >= limit {
        return Decision::AwaitUser(problem);
    }
    let hint = if let Retry::Backoff { hint } = retry { hint } else { None };
    let end = i128::from(failing.since) + limit;
    if hint.is_some_and(|hint| i128::from(now) + hint.whole_milliseconds() > end) {
        // Before the server's own time it is not asked again, and so long nobody waits unasked.
        return Decision::AwaitUser(problem);
    }
    let wait = backoff::wait(failing.times, hint, seed).whole_milliseconds();
    let at = now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
    let at = if let Retry::Until(end) = retry { at.min(end.max(now + 1)) } else { at };
    Decision::RetryAt { at, problem: Problem { retry_at: Some(from_ms(at)), ..problem } }
}

#[cfg(test)]
mod tests;
