//! Asks that the assignment ends ("Create accessPackageAssignmentRequest", `adminRemove`).

use contract::{EntraUserId, Problem, ProblemCode, StepKind};
use graph::{Assignment, RequestState};
use serde_json::json;

use super::{Facts, Intent, find};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent, intents_of_others};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AssignedPackage;

/// Ends the assignment that this invitation asked for, unless another invitation of the person needs the package.
pub(super) async fn end(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let Intent { package } = intent(context)?;
    let known: Facts = facts(context)?;
    let Some(package) = package.filter(|_| known.begun) else { return Ok(Undo::Nothing) };
    if known.ended {
        return Ok(Undo::Done);
    }
    let Some(assignment) = assignment(context, &package, &known).await? else { return Ok(Undo::Nothing) };
    let of_target = assignment.target.as_ref().and_then(|target| target.object_id.as_deref());
    let person = known.calls.person.or_else(|| of_target.and_then(|id| EntraUserId::parse(id).ok()));
    if let Some(person) = &person {
        let needed: Vec<Intent> = intents_of_others(context, StepKind::RequestAccessPackage, person).await?;
        let is_same = |own: &Intent| own.package.as_ref().is_some_and(|own| own.package == package.package);
        if needed.iter().any(is_same) {
            return Ok(Undo::Remains);
        }
    }
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.note_undo(context)?;
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    match application.remove_access_package(&assignment.id).await {
        Ok(_) => {}
        // It has ended by a call whose answer was lost, or by somebody else.
        Err(error) if error.is_not_found() => {}
        Err(error) => return Err(StepError::of_change(context.app, &error)),
    }
    noted.ended = true;
    context.learn(&noted)?;
    let detail = json!({ "person": person, "package": package.package, "assignment": assignment.id });
    let requests = noted.calls.undo_requests;
    context.events.push(Event::DirectoryChanged { action: Action::PackageEnded, detail, requests });
    Ok(Undo::Done)
}

/// The assignment that is to end. One that is still being made is waited for.
async fn assignment(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    known: &Facts,
) -> Result<Option<Assignment>, StepError> {
    let application = context.app.directory.as_application();
    if let Some(id) = &known.assignment {
        return match application.assignment(id).await {
            Ok(found) => Ok(Some(found).filter(find::lives)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(StepError::of_lookup(context.app, &error)),
        };
    }
    let Some(request) = &known.request else {
        return Ok(find::assigned(context, package).await?.map(|(_, found)| found));
    };
    let request = match application.assignment_request(request).await {
        Ok(request) => request,
        Err(error) if error.is_not_found() => return Ok(None),
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
        | RequestState::Other(_) => Err(StepError::backoff(None, Problem::new(ProblemCode::PackagePending))),
    }
}
