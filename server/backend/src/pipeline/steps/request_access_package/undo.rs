//! Asks that the assignment ends ("Create accessPackageAssignmentRequest", `adminRemove`).

use contract::{EntraUserId, Problem, ProblemCode, StepKind};
use graph::{Assignment, RequestState};
use serde_json::json;

use super::{Ending, Facts, Intent, find};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent, intents_of_others};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::{Retry, StepError};
use crate::settings::sections::AssignedPackage;

/// Ends the assignment that this invitation asked for, unless another invitation of the person needs the package.
pub(super) async fn end(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let Intent { package } = intent(context)?;
    let known: Facts = facts(context)?;
    let Some(package) = package.filter(|_| known.begun) else { return Ok(Undo::Nothing) };
    if known.ended {
        return Ok(Undo::Done);
    }
    let Some(assignment) = assignment(context, &package, &known).await? else {
        if known.ending.is_none() {
            return Ok(Undo::Nothing);
        }
        // By a request whose answer was lost.
        return ended(context, &package, None);
    };
    if let Some(ending) = &known.ending {
        // Microsoft takes its time. Only where the request seems to have been lost is there another.
        let end = ending.at + context.settings.visibility_budget_ms();
        if context.app.now() < end {
            let problem = Problem::new(ProblemCode::PackagePending);
            return Err(StepError::Transient { retry: Retry::Until(end), problem });
        }
    }
    let of_target = assignment.target.as_ref().and_then(|target| target.object_id.as_deref());
    let person = known.calls.person.or_else(|| of_target.and_then(|id| EntraUserId::parse(id).ok()));
    if let Some(person) = &person {
        let needed: Vec<Intent> = intents_of_others(context, StepKind::RequestAccessPackage, person).await?;
        let is_same = |own: &Intent| own.package.as_ref().is_some_and(|own| own.package == package.package);
        if needed.iter().any(is_same) {
            return Ok(Undo::Remains);
        }
    }
    ask(context, &package, assignment.id, person).await
}

/// Asks Microsoft to end it.
async fn ask(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    assignment: String,
    person: Option<EntraUserId>,
) -> Result<Undo, StepError> {
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.note_undo(context)?;
    noted.calls.person = person;
    noted.ending = Some(Ending { assignment: assignment.clone(), at: context.app.now() });
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    match application.remove_access_package(&assignment).await {
        Ok(made) => ended(context, package, Some(made.id)),
        // It has ended by a call whose answer was lost, or by somebody else.
        Err(error) if error.is_not_found() => ended(context, package, None),
        Err(error) => Err(StepError::of_change(context.app, &error)),
    }
}

/// The audit chain is told. The request is Microsoft's own id of it, where the answer to it came.
fn ended(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    request: Option<String>,
) -> Result<Undo, StepError> {
    let mut noted: Facts = facts(context)?;
    noted.ended = true;
    context.learn(&noted)?;
    let assignment = noted.ending.map(|ending| ending.assignment);
    let detail = json!({
        "person": noted.calls.person, "package": package.package, "assignment": assignment, "request": request,
    });
    let requests = noted.calls.undo_requests;
    context.events.push(Event::DirectoryChanged { action: Action::PackageEnded, detail, requests });
    Ok(Undo::Done)
}

/// The assignment that is to end. One that is still being made, or may be, is waited for.
async fn assignment(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    known: &Facts,
) -> Result<Option<Assignment>, StepError> {
    let application = context.app.directory.as_application();
    let ending = known.ending.as_ref().map(|ending| &ending.assignment);
    if let Some(id) = ending.or(known.assignment.as_ref()) {
        return match application.assignment(id).await {
            Ok(found) => Ok(Some(found).filter(find::lives)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(StepError::of_lookup(context.app, &error)),
        };
    }
    let Some(request) = &known.request else {
        // The answer to the request was lost: whether Microsoft has it is seen when it delivers, if it does.
        let found = find::assigned(context, package).await?;
        return found.map(|(_, found)| Some(found)).ok_or_else(pending);
    };
    let request = match application.assignment_request(request).await {
        Ok(request) => request,
        // Microsoft does not keep requests for ever.
        Err(error) if error.is_not_found() => {
            return Ok(find::assigned(context, package).await?.map(|(_, found)| found));
        }
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    match request.state {
        RequestState::Delivered | RequestState::PartiallyDelivered => {
            Ok(request.assignment.filter(find::lives))
        }
        RequestState::Denied | RequestState::Canceled | RequestState::DeliveryFailed => Ok(None),
        RequestState::Submitted
        | RequestState::PendingApproval
        | RequestState::Delivering
        | RequestState::Scheduled
        | RequestState::Other(_) => Err(pending()),
    }
}

fn pending() -> StepError {
    StepError::backoff(None, Problem::new(ProblemCode::PackagePending))
}
