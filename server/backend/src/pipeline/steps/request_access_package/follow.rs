//! Follows a request through its states ("accessPackageAssignmentRequest resource type").

use contract::{InvitationState, Problem, ProblemCode};
use graph::{AssignmentRequest, RequestState};

use super::{Facts, pending};
use crate::clock::to_ms;
use crate::directory::CLOCK_SKEW;
use crate::people::{DirectoryPerson, person_match};
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{facts, wait_for_approval};
use crate::pipeline::step_error::StepError;
use crate::rules::sharing::{self, Recipient};

/// How it goes on.
pub(super) enum Next {
    /// The package is theirs.
    Done,
    /// A person has asked to try a failed request again.
    AskAgain,
    /// A person has asked to try again, and there is no such request any more.
    Gone,
}

/// What a state means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// It is theirs.
    Theirs,
    /// Microsoft is at work on it.
    Waits,
    /// Somebody has to approve it, or it begins later: this is said meanwhile.
    IsHeld(ProblemCode),
    /// Nothing was given, and nothing will be.
    Refused,
    /// Not all could be given: a person has to look.
    Failed,
}

fn meaning(state: &RequestState) -> Meaning {
    match state {
        RequestState::Delivered => Meaning::Theirs,
        RequestState::PendingApproval => Meaning::IsHeld(ProblemCode::PackageApproval),
        RequestState::Scheduled => Meaning::IsHeld(ProblemCode::PackagePending),
        RequestState::Submitted | RequestState::Delivering | RequestState::Other(_) => Meaning::Waits,
        RequestState::Denied | RequestState::Canceled => Meaning::Refused,
        RequestState::DeliveryFailed | RequestState::PartiallyDelivered => Meaning::Failed,
    }
}

/// Waits for what is to come of a request in this state. What is undone needs no approval: it waits for whatever is decided.
pub(super) fn wait_for(context: &mut StepContext<'_>, state: &RequestState) -> Result<StepError, StepError> {
    let is_undone = context.invitation.state == InvitationState::Undoing;
    match meaning(state) {
        Meaning::IsHeld(ProblemCode::PackageApproval) if is_undone => {
            wait_for_approval::<Facts>(context, Problem::new(ProblemCode::PackageUndecided))
        }
        Meaning::IsHeld(code) => wait_for_approval::<Facts>(context, Problem::new(code)),
        Meaning::Waits | Meaning::Theirs | Meaning::Refused | Meaning::Failed => pending(context),
    }
}

/// Looks how far the request is.
pub(super) async fn follow(context: &mut StepContext<'_>, request: &str) -> Result<Next, StepError> {
    let application = context.app.directory.as_application();
    let request = match application.assignment_request(request).await {
        Ok(request) => request,
        Err(error) if error.is_not_found() => {
            if is_tried_again(context)? {
                return Ok(Next::Gone);
            }
            return Err(StepError::await_user(Problem::new(ProblemCode::PackageUnknown)));
        }
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    match meaning(&request.state) {
        Meaning::Theirs => theirs(context, request).await.map(|()| Next::Done),
        Meaning::Waits | Meaning::IsHeld(_) => Err(wait_for(context, &request.state)?),
        Meaning::Refused => Err(StepError::permanent(Problem::new(ProblemCode::PackageDenied))),
        Meaning::Failed => {
            if request.state == RequestState::DeliveryFailed && is_tried_again(context)? {
                return Ok(Next::AskAgain);
            }
            Err(StepError::await_user(Problem::new(ProblemCode::PackageFailed)))
        }
    }
}

/// Whether a person has asked to try again since the request was sent.
fn is_tried_again(context: &StepContext<'_>) -> Result<bool, StepError> {
    Ok(facts::<Facts>(context)?.tries < context.invitation.pipeline.manual_retries)
}

/// The assignment says whose it is.
async fn theirs(context: &mut StepContext<'_>, request: AssignmentRequest) -> Result<(), StepError> {
    let assignment = request.assignment;
    let target = assignment.as_ref().and_then(|made| made.target.as_ref()?.object_id.clone());
    let Some(user) = target else { return Err(pending(context)?) };
    let mut known: Facts = facts(context)?;
    known.assignment = assignment.map(|made| made.id);
    context.learn(&known)?;
    take(context, &user).await
}

/// From here on the invitation is theirs.
pub(super) async fn take(context: &mut StepContext<'_>, user: &str) -> Result<(), StepError> {
    let application = context.app.directory.as_application();
    let user = match application.user(user).await {
        Ok(user) => user,
        Err(error) if error.is_not_found() => {
            return Err(StepError::backoff(None, Problem::new(ProblemCode::NotVisibleYet)));
        }
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    let found = person_match(&user, Some(&context.invitation.address));
    let found = found.ok_or_else(|| context.corrupt("person"))?;
    let recipient = Recipient { user: &found.id, blocked: found.blocked, existing_role: None };
    if let Some(problem) = sharing::may_receive(&context.invitation.inviter, &recipient).denial() {
        return Err(StepError::permanent(problem));
    }
    let mut known: Facts = facts(context)?;
    known.calls.person = Some(found.id.clone());
    context.learn(&known)?;
    let since = context.invitation.created_at - CLOCK_SKEW;
    let is_new = user.is_guest() && user.created_at.is_some_and(|at| to_ms(at) >= since);
    context.invitation.pipeline.made_since = is_new;
    context.invitation.guest = Some(found.id.clone());
    context.invitation.pipeline.person = Some(DirectoryPerson::from(found));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_meaning() {
        for (state, expected) in [
            (RequestState::Submitted, Meaning::Waits),
            (RequestState::PendingApproval, Meaning::IsHeld(ProblemCode::PackageApproval)),
            (RequestState::Delivering, Meaning::Waits),
            (RequestState::Scheduled, Meaning::IsHeld(ProblemCode::PackagePending)),
            (RequestState::Other("new".to_owned()), Meaning::Waits),
            (RequestState::Delivered, Meaning::Theirs),
            (RequestState::PartiallyDelivered, Meaning::Failed),
            (RequestState::DeliveryFailed, Meaning::Failed),
            (RequestState::Denied, Meaning::Refused),
            (RequestState::Canceled, Meaning::Refused),
        ] {
            assert_eq!(meaning(&state), expected, "{state:?}");
        }
    }
}
