//! Takes the role back.

use contract::StepKind;
use serde_json::json;
use storage::invitations;
use uuid::Uuid;

use super::{Intent, facts, person_of};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AppRoleGrant;
use crate::stored::from_json;

/// Takes the assignment back that this invitation made, unless another invitation of the person needs the role.
pub(super) async fn take_back(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let intent: Intent = context.intent().map_err(|_| context.corrupt("step"))?;
    let mut noted = facts(context)?;
    let (Some(role), Some(assignment)) = (intent.role, noted.assignment.clone()) else {
        return Ok(Undo::Nothing);
    };
    if is_needed_by_others(context, &role).await? {
        return Ok(Undo::Remains);
    }
    let request = Uuid::parse_str(&context.app.ids.new_id()).map_err(|_| context.corrupt("request"))?;
    noted.undo_requests.push(request.to_string());
    context.learn(&noted)?;
    context.checkpoint().await?;
    let application = context.app.directory.as_application().with_request_id(request);
    match application.remove_app_role(role.application.as_str(), &assignment).await {
        // Who has it no more lost it by a run that died before it could say so, or by somebody else.
        Ok(_) => {
            let detail = json!({ "person": noted.calls.person, "role": role.role, "name": role.name });
            let requests = noted.undo_requests;
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

/// Whether another invitation of the person asks for the role: it would not assign it again.
async fn is_needed_by_others(context: &StepContext<'_>, role: &AppRoleGrant) -> Result<bool, StepError> {
    let invitation = &context.invitation;
    let person = person_of(context)?;
    let whose = (&invitation.tenant, &person);
    let steps =
        invitations::steps_of_person(&context.app.storage, whose, StepKind::GrantAppRole, &invitation.id)
            .await;
    let steps = steps.map_err(|error| StepError::of_storage(context.app, error))?;
    for intent in steps.iter().filter_map(|step| step.intent.as_deref()) {
        let intent: Intent = from_json("step", intent).map_err(|_| context.corrupt("step"))?;
        let is_same = |own: &AppRoleGrant| own.application == role.application && own.role == role.role;
        if intent.role.as_ref().is_some_and(is_same) {
            return Ok(true);
        }
    }
    Ok(false)
}
