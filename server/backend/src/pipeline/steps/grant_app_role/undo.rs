//! Takes the role back.

use contract::StepKind;
use serde_json::json;

use super::{Facts, Intent, existing, granted};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent, intents_of_others, person_of};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AppRoleGrant;

/// Takes the assignment back that this invitation made, unless another invitation of the person needs the role.
pub(super) async fn take_back(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let Intent { role } = intent(context)?;
    let noted: Facts = facts(context)?;
    let Some(role) = role.filter(|_| noted.begun) else { return Ok(Undo::Nothing) };
    let person = person_of(context)?;
    if noted.assignment.is_none()
        && let Some(existing) = existing(context, &person, &role).await?
    {
        // By the call whose answer was lost: there was none before it.
        granted(context, &role, existing)?;
    }
    let mut noted: Facts = facts(context)?;
    let Some(assignment) = noted.assignment.clone() else { return Ok(Undo::Nothing) };
    let needed: Vec<Intent> = intents_of_others(context, StepKind::GrantAppRole, &person).await?;
    let is_same = |own: &AppRoleGrant| own.application == role.application && own.role == role.role;
    if needed.iter().filter_map(|intent| intent.role.as_ref()).any(is_same) {
        return Ok(Undo::Remains);
    }
    let request = noted.calls.note_undo(context)?;
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    match application.remove_app_role(role.application.as_str(), &assignment).await {
        // Who has it no more lost it by a run that died before it could say so, or by somebody else.
        Ok(_) => {
            let detail = json!({ "person": noted.calls.person, "role": role.role, "name": role.name });
            let requests = noted.calls.undo_requests;
            context.events.push(Event::DirectoryChanged {
                action: Action::AppRoleTakenBack,
                detail,
                requests,
            });
            Ok(Undo::Done)
        }
        Err(error) => Err(StepError::of_change(context.app, &error)),
    }
}
