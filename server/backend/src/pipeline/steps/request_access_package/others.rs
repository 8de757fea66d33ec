//! What other invitations of the same person have to do with the package.

use contract::{EntraUserId, StepKind, StepState};
use graph::RequestState;
use storage::invitations::{self, Addressee, StepRow};

use super::{Facts, Intent};
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;
use crate::pipeline::step_facts::facts_in;
use crate::settings::sections::AssignedPackage;
use crate::stored::from_json;

/// Whether a live invitation needs the package: it is theirs by it, or it waits until whoever has the address has it.
pub(super) async fn need(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    person: Option<&EntraUserId>,
) -> Result<bool, StepError> {
    let (storage, own) = (&context.app.storage, &context.invitation.id);
    let whose = addressee(context, person);
    let steps = invitations::steps_of_addressee(storage, whose, StepKind::RequestAccessPackage, own).await;
    for step in steps.map_err(|error| StepError::of_storage(context.app, error))? {
        let Some(intent) = step.intent.as_deref() else { continue };
        let intent: Intent = from_json("step", intent).map_err(|_| context.corrupt("step"))?;
        if intent.package.is_some_and(|other| other.package == package.package) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What an undone invitation left standing, because somebody still needed it: whoever needs it last ends it.
pub(super) struct Left {
    /// The assignment, where it was known by then.
    pub(super) assignment: Option<String>,
    /// The request for it.
    pub(super) request: Option<String>,
}

/// What other invitations asked for and left standing when they were undone, but for what is known to be somebody else's: an address may go over to
/// another person.
pub(super) async fn left(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    person: Option<&EntraUserId>,
) -> Result<Vec<Left>, StepError> {
    let (storage, own) = (&context.app.storage, &context.invitation.id);
    let (whose, kind) = (addressee(context, person), StepKind::RequestAccessPackage);
    let steps = invitations::undone_steps_of_addressee(storage, whose, kind, own).await;
    let steps = steps.map_err(|error| StepError::of_storage(context.app, error))?;
    let mut asked = asked_by(context, package, &steps)?;
    asked.retain(|known| are_one(person, known.calls.person.as_ref()));
    let left = asked.into_iter();
    Ok(left.map(|known| Left { assignment: known.assignment, request: known.request }).collect())
}

/// Whether these may be one person: unless both are known and differ.
pub(super) fn are_one(person: Option<&EntraUserId>, other: Option<&EntraUserId>) -> bool {
    person.is_none() || other.is_none() || person == other
}

/// The state of the first request for the package, by another invitation of whoever has the address, that is open: Microsoft takes no second one.
pub(super) async fn open_request(
    context: &StepContext<'_>,
    package: &AssignedPackage,
) -> Result<Option<RequestState>, StepError> {
    let (storage, own) = (&context.app.storage, &context.invitation.id);
    let (whose, kind) = (addressee(context, None), StepKind::RequestAccessPackage);
    let live = invitations::steps_of_addressee(storage, whose, kind, own).await;
    let mut steps = live.map_err(|error| StepError::of_storage(context.app, error))?;
    let undone = invitations::undone_steps_of_addressee(storage, whose, kind, own).await;
    steps.extend(undone.map_err(|error| StepError::of_storage(context.app, error))?);
    for known in asked_by(context, package, &steps)? {
        let Some(request) = known.request.filter(|_| known.assignment.is_none()) else { continue };
        match context.app.directory.as_application().assignment_request(&request).await {
            Ok(request) if request.state.is_open() => return Ok(Some(request.state)),
            Ok(_) => {}
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(StepError::of_lookup(context.app, &error)),
        }
    }
    Ok(None)
}

/// What those of these steps know that have asked for the package, and neither ended it nor had it canceled. One that is canceling its request has its
/// own say; once it is undone and could not, the request is anybody's.
fn asked_by(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    steps: &[StepRow],
) -> Result<Vec<Facts>, StepError> {
    let mut asked = Vec::new();
    for step in steps {
        let Some(intent) = step.intent.as_deref() else { continue };
        let intent: Intent = from_json("step", intent).map_err(|_| context.corrupt("step"))?;
        let known: Facts = facts_in(step).map_err(|_| context.corrupt("step"))?;
        let is_same = intent.package.is_some_and(|other| other.package == package.package);
        let is_canceling = known.canceling.is_some() && step.state != StepState::Undone;
        let is_over = known.ended || known.ending.is_some();
        if is_same && known.begun && !is_canceling && !is_over {
            asked.push(known);
        }
    }
    Ok(asked)
}

fn addressee<'a>(context: &'a StepContext<'_>, person: Option<&'a EntraUserId>) -> Addressee<'a> {
    let invitation = &context.invitation;
    Addressee { tenant: &invitation.tenant, person, canonical: &invitation.canonical }
}
