//! Why the guest keeps the sponsors that they have, and for how long the step does not give in.

use contract::{EntraUserId, Problem, ProblemCode};
use graph::{GraphError, Refusal};

use crate::directory::graph_errors::lookup_problem;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::after_change;
use crate::pipeline::step_error::{Retry, StepError};

/// Why the guest keeps the sponsors that they have: a permission that is lacking, above all. What time heals is tried again for a while, and so is
/// what was not found, unless it is the sponsor, who was there when the form was accepted. Nobody is kept waiting for it longer: they have access,
/// and the mail has gone.
pub(super) fn reason(
    context: &StepContext<'_>,
    (guest, sponsor): (&EntraUserId, &EntraUserId),
    error: &GraphError,
) -> Result<Problem, StepError> {
    if is_gone(sponsor, error) {
        let problem = lookup_problem(context.app, error);
        return Ok(Problem { code: ProblemCode::SponsorUnknown, reason: None, ..problem });
    }
    match after_change(context, error) {
        StepError::AwaitUser { problem } | StepError::Permanent { problem } => Ok(problem),
        // Nothing went out, for somebody else may have the job.
        again if matches!(error, GraphError::Withdrawn) => Err(again),
        StepError::Transient { retry, .. } if is_over(context, retry) && is_gone(guest, error) => {
            Ok(Problem::new(ProblemCode::PersonGone))
        }
        StepError::Transient { retry, problem } if is_over(context, retry) => Ok(problem),
        again => Err(again),
    }
}

/// Whether the refusal names this person as what does not exist: "Resource '{id}' does not exist". The id stands in quotation marks, and is ours.
fn is_gone(person: &EntraUserId, error: &GraphError) -> bool {
    let names = |refusal: &Refusal| refusal.message.to_lowercase().contains(&person.as_str().to_lowercase());
    error.is_not_visible_yet() && error.refusal().is_some_and(names)
}

/// Whether this step has failed for as long as a new guest may take to be shown everywhere, or is not to be tried again within that time. What failed
/// before this step is forgotten by now: each step that is done ends a row of failures.
fn is_over(context: &StepContext<'_>, retry: Retry) -> bool {
    let now = context.app.now();
    let since = context.invitation.pipeline.failing.map_or(now, |failing| failing.since);
    let end = i128::from(since) + i128::from(context.settings.visibility_budget_ms());
    let hint = if let Retry::Backoff { hint: Some(hint) } = retry { hint.whole_milliseconds() } else { 0 };
    i128::from(now) + hint >= end
}
