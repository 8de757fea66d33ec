//! What follows where a request is refused.

use contract::{Problem, ProblemCode};
use graph::GraphError;

use super::Facts;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{after_change, facts};
use crate::pipeline::step_error::StepError;

/// What follows from a refused request. Whether one without an answer had its effect is seen the next time; so is what came of an earlier one, which
/// `is_open`.
pub(super) fn after_error(
    context: &mut StepContext<'_>,
    error: &GraphError,
    is_open: bool,
) -> Result<StepError, StepError> {
    let mut facts: Facts = facts(context)?;
    facts.begun = is_open || error.outcome_unknown();
    let follows = if error.is_not_found() {
        // Logged with Microsoft's own words.
        drop(StepError::of_change(context.app, error));
        StepError::permanent(Problem::new(ProblemCode::PackageGone))
    } else if error.status() == Some(400) {
        // Microsoft takes no second request while one is open, and does not document how it says so: the assignment is looked for next.
        drop(StepError::of_change(context.app, error));
        StepError::backoff(None, Problem::new(ProblemCode::PackagePending))
    } else {
        after_change(context, error)
    };
    context.learn(&facts)?;
    Ok(follows)
}
