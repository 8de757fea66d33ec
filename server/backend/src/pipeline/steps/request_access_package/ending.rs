//! Follows the request to end an assignment until it has ended ("accessPackageAssignmentRequest resource type").

use contract::{Problem, ProblemCode};
use graph::RequestState;
use serde_json::json;

use super::find::standing;
use super::{Ending, Facts};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{facts, wait};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AssignedPackage;

/// What the state of a request to end an assignment means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// It has ended.
    Ended,
    /// It is to be waited for.
    Waits,
    /// It stands, or a part of it does, and nothing more happens by itself.
    Stands,
}

fn meaning(state: &RequestState) -> Meaning {
    match state {
        RequestState::Delivered => Meaning::Ended,
        RequestState::Submitted
        | RequestState::PendingApproval
        | RequestState::Delivering
        | RequestState::Scheduled
        | RequestState::Other(_) => Meaning::Waits,
        RequestState::PartiallyDelivered
        | RequestState::DeliveryFailed
        | RequestState::Denied
        | RequestState::Canceled => Meaning::Stands,
    }
}

/// Looks how far the request to end it is.
pub(super) async fn follow(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    assignment: &str,
    request: &str,
) -> Result<Undo, StepError> {
    let application = context.app.directory.as_application();
    let meaning = match application.assignment_request(request).await {
        Ok(request) => meaning(&request.state),
        // Not shown yet, or not kept any more: what became of the assignment says which.
        Err(error) if error.is_not_found() => match standing(context, assignment).await? {
            Some(_) => Meaning::Waits,
            None => Meaning::Ended,
        },
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    match meaning {
        Meaning::Ended => ended(context, package, Some(request.to_owned())),
        Meaning::Waits => Err(wait_for_end(context)?),
        Meaning::Stands => Err(StepError::permanent(not_ended())),
    }
}

/// It is over: the audit chain is told, unless it was by somebody else. The request is Microsoft's own id of it, where the answer to it came.
pub(super) fn ended(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    request: Option<String>,
) -> Result<Undo, StepError> {
    let mut noted: Facts = facts(context)?;
    noted.ended = true;
    context.learn(&noted)?;
    let Some(Ending { assignment, is_refused: false, .. }) = noted.ending else { return Ok(Undo::Done) };
    let detail = json!({
        "person": noted.calls.person, "package": package.package, "assignment": assignment, "request": request,
    });
    let requests = noted.calls.undo_requests;
    context.events.push(Event::DirectoryChanged { action: Action::PackageEnded, detail, requests });
    Ok(Undo::Done)
}

/// Waits until Microsoft has ended it. What it has not ended within a day stands.
pub(super) fn wait_for_end(context: &mut StepContext<'_>) -> Result<StepError, StepError> {
    let follows = wait::<Facts>(context, still_ending())?;
    let is_over = matches!(follows, StepError::AwaitUser { .. });
    Ok(if is_over { StepError::permanent(not_ended()) } else { follows })
}

/// Microsoft has not ended it yet.
pub(super) const fn still_ending() -> Problem {
    Problem::new(ProblemCode::PackageEnding)
}

/// Microsoft ends it by itself no more.
const fn not_ended() -> Problem {
    Problem::new(ProblemCode::PackageNotEnded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_meaning() {
        for (state, expected) in [
            (RequestState::Submitted, Meaning::Waits),
            (RequestState::PendingApproval, Meaning::Waits),
            (RequestState::Delivering, Meaning::Waits),
            (RequestState::Scheduled, Meaning::Waits),
            (RequestState::Other("new".to_owned()), Meaning::Waits),
            (RequestState::Delivered, Meaning::Ended),
            (RequestState::PartiallyDelivered, Meaning::Stands),
            (RequestState::DeliveryFailed, Meaning::Stands),
            (RequestState::Denied, Meaning::Stands),
            (RequestState::Canceled, Meaning::Stands),
        ] {
            assert_eq!(meaning(&state), expected, "{state:?}");
        }
    }
}
