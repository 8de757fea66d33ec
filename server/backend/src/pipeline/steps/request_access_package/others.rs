//! What other invitations of the same person have to do with the package.

use contract::{EntraUserId, StepKind};
use storage::invitations::{self, Addressee};

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

/// The assignments that other invitations asked for and left standing when they were undone, because somebody still needed them: whoever needs one last
/// ends it.
pub(super) async fn left(
    context: &StepContext<'_>,
    package: &AssignedPackage,
    person: Option<&EntraUserId>,
) -> Result<Vec<String>, StepError> {
    let (storage, own) = (&context.app.storage, &context.invitation.id);
    let (whose, kind) = (addressee(context, person), StepKind::RequestAccessPackage);
    let steps = invitations::undone_steps_of_addressee(storage, whose, kind, own).await;
    let mut left = Vec::new();
    for step in steps.map_err(|error| StepError::of_storage(context.app, error))? {
        let Some(intent) = step.intent.as_deref() else { continue };
        let intent: Intent = from_json("step", intent).map_err(|_| context.corrupt("step"))?;
        let known: Facts = facts_in(&step).map_err(|_| context.corrupt("step"))?;
        let is_same = intent.package.is_some_and(|other| other.package == package.package);
        if is_same && known.begun && known.ending.is_none() && !known.ended {
            left.extend(known.assignment);
        }
    }
    Ok(left)
}

fn addressee<'a>(context: &'a StepContext<'_>, person: Option<&'a EntraUserId>) -> Addressee<'a> {
    let invitation = &context.invitation;
    Addressee { tenant: &invitation.tenant, person, canonical: &invitation.canonical }
}
