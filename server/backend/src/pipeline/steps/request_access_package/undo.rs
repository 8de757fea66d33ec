//! Has the assignment end ("Create accessPackageAssignmentRequest", `adminRemove`), or its request canceled.

use contract::EntraUserId;
use graph::{Assignment, AssignmentRequest, RequestState};

use super::ending::{ended, follow, still_ending, wait_for_end};
use super::find::standing;
use super::{Ending, Facts, Intent, cancel, find, others, pending};
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent};
use crate::pipeline::event::Undo;
use crate::pipeline::other_steps::subject;
use crate::pipeline::step_error::{Retry, StepError};
use crate::settings::sections::AssignedPackage;

/// Ends the assignment that this invitation asked for, or that an undone one left to it, unless another invitation of the person needs the package. It is
/// ended when Microsoft says so. A request of which nothing has come yet is canceled.
pub(super) async fn end(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let Intent { package: Some(package) } = intent(context)? else { return Ok(Undo::Nothing) };
    let known: Facts = facts(context)?;
    if known.ended {
        return Ok(Undo::Done);
    }
    if let Some(Ending { assignment, request: Some(request), .. }) = &known.ending {
        return follow(context, &package, assignment, request).await;
    }
    match found(context, &package, &known).await? {
        Found::Assignment(assignment) => end_assignment(context, &package, known, assignment).await,
        Found::Request(request) => cancel::cancel(context, &package, &request).await,
        Found::Canceled => cancel::canceled(context, &package),
        Found::Nothing if known.ending.is_none() => Ok(Undo::Nothing),
        // By a request whose answer was lost.
        Found::Nothing => ended(context, &package, None),
    }
}

/// Ends this assignment, unless that was asked already, or somebody needs it.
async fn end_assignment(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    known: Facts,
    assignment: Assignment,
) -> Result<Undo, StepError> {
    if let Some(ending) = &known.ending {
        // Microsoft takes its time. Only where the request seems to have been lost is there another.
        let end = ending.at + context.settings.visibility_budget_ms();
        if context.app.now() < end {
            return Err(StepError::Transient { retry: Retry::Until(end), problem: still_ending() });
        }
    }
    let person = known.calls.person.clone().or_else(|| holder(&assignment));
    if others::need(context, package, person.as_ref()).await? {
        // Whoever needs it last has to find it: what is asked to end is looked for by nobody.
        let left = Facts { assignment: Some(assignment.id), canceling: None, ending: None, ..known };
        context.learn(&left)?;
        return Ok(Undo::Remains);
    }
    ask(context, package, assignment.id, person).await
}

/// Asks Microsoft to end it.
async fn ask(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    assignment: String,
    person: Option<EntraUserId>,
) -> Result<Undo, StepError> {
    let mut noted: Facts = facts(context)?;
    // One whose answer was lost may have had its effect.
    let is_repeated = noted.ending.as_ref().is_some_and(|ending| !ending.is_refused);
    let request = noted.calls.note_undo(context)?;
    noted.calls.person = person;
    let at = context.app.now();
    let ending = Ending { assignment: assignment.clone(), at, request: None, is_refused: false };
    noted.ending = Some(ending.clone());
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    match application.remove_access_package(&assignment).await {
        Ok(made) => {
            noted.ending = Some(Ending { request: Some(made.id), ..ending });
            context.learn(&noted)?;
            Err(wait_for_end(context)?)
        }
        // It has ended by a call whose answer was lost, or by somebody else.
        Err(error) if error.is_not_found() => {
            refused(context, noted, (ending, is_repeated))?;
            ended(context, package, None)
        }
        Err(error) if error.status() == Some(400) => {
            refused(context, noted, (ending, is_repeated))?;
            // As where it is assigned: a request that is open already ends it, and is waited for.
            drop(StepError::of_change(context.app, &error));
            Err(StepError::backoff(None, still_ending()))
        }
        Err(error) => Err(StepError::of_change(context.app, &error)),
    }
}

/// Keeps that the call was refused. Where none before it can have had its effect, it is not ours that the assignment ends.
fn refused(
    context: &mut StepContext<'_>,
    mut noted: Facts,
    (ending, is_repeated): (Ending, bool),
) -> Result<(), StepError> {
    if !is_repeated {
        noted.calls.undo_requests.pop();
    }
    context.learn(&Facts { ending: Some(Ending { is_refused: !is_repeated, ..ending }), ..noted })
}

/// What is to be taken back.
enum Found {
    /// An assignment.
    Assignment(Assignment),
    /// A request that is open.
    Request(AssignmentRequest),
    /// A request that was canceled.
    Canceled,
    /// There is nothing, or nothing any more.
    Nothing,
}

impl From<Option<Assignment>> for Found {
    fn from(found: Option<Assignment>) -> Self {
        found.map_or(Self::Nothing, Self::Assignment)
    }
}

/// What is to be taken back. An assignment that is still being made, or may be, is waited for.
async fn found(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    known: &Facts,
) -> Result<Found, StepError> {
    if let Some(ending) = &known.ending {
        return Ok(standing(context, &ending.assignment).await?.into());
    }
    if let Some(canceling) = &known.canceling {
        return of_request(context, package, &canceling.request).await;
    }
    if !known.begun {
        return left_by_others(context, package, known).await;
    }
    if let Some(id) = &known.assignment {
        return Ok(standing(context, id).await?.into());
    }
    if let Some(request) = &known.request {
        return of_request(context, package, request).await;
    }
    // The answer to the request was lost: whether Microsoft has it is seen when it delivers, if it does.
    match find::assigned(context, package).await? {
        Some((_, found)) => Ok(Found::Assignment(found)),
        None => Err(pending(context)?),
    }
}

/// What came of a request.
async fn of_request(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    request: &str,
) -> Result<Found, StepError> {
    let request = match context.app.directory.as_application().assignment_request(request).await {
        Ok(request) => request,
        // Microsoft does not keep requests for ever.
        Err(error) if error.is_not_found() => {
            return Ok(find::assigned(context, package).await?.map(|(_, found)| found).into());
        }
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    Ok(match request.state {
        RequestState::Delivered | RequestState::PartiallyDelivered => {
            request.assignment.filter(find::lives).into()
        }
        RequestState::Canceled => Found::Canceled,
        RequestState::Denied | RequestState::DeliveryFailed => Found::Nothing,
        RequestState::Submitted
        | RequestState::PendingApproval
        | RequestState::Delivering
        | RequestState::Scheduled
        | RequestState::Other(_) => Found::Request(request),
    })
}

/// Whose an assignment is, as far as Microsoft says it.
fn holder(assignment: &Assignment) -> Option<EntraUserId> {
    let id = assignment.target.as_ref().and_then(|target| target.object_id.as_deref());
    id.and_then(|id| EntraUserId::parse(id).ok())
}

/// What an undone invitation left to this one. By now somebody else may have the address, and this one be theirs.
async fn left_by_others(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    known: &Facts,
) -> Result<Found, StepError> {
    let person = subject(context, &known.calls);
    for left in others::left(context, package, person.as_ref()).await? {
        let found = match (left.assignment, left.request) {
            (Some(id), _) => standing(context, &id).await?.into(),
            (None, Some(request)) => of_request(context, package, &request).await?,
            (None, None) => continue,
        };
        let is_left = match &found {
            Found::Assignment(assignment) => others::are_one(person.as_ref(), holder(assignment).as_ref()),
            Found::Request(_) => true,
            Found::Canceled | Found::Nothing => false,
        };
        if is_left {
            return Ok(found);
        }
    }
    Ok(Found::Nothing)
}
