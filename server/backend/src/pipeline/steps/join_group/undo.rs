//! Takes the person out of the groups again.

use contract::{DirectoryObjectId, EntraUserId, StepKind};
use serde_json::json;
use storage::invitations;
use uuid::Uuid;

use super::{Facts, Intent, facts};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::stored::from_json;

/// Takes the person out of the groups that this invitation added them to and no other invitation of theirs needs.
pub(super) async fn leave(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let known = facts(context)?;
    let Some(person) = known.calls.person.clone().filter(|_| !known.joined.is_empty()) else {
        return Ok(Undo::Nothing);
    };
    let needed = needed_by_others(context, &person).await?;
    let (kept, left): (Vec<_>, Vec<_>) =
        known.joined.iter().cloned().partition(|group| needed.contains(group));
    for group in &left {
        leave_one(context, &person, group).await?;
    }
    Ok(if kept.is_empty() { Undo::Done } else { Undo::Remains })
}

/// The groups that other invitations of the person ask for: they would not add them again.
async fn needed_by_others(
    context: &StepContext<'_>,
    person: &EntraUserId,
) -> Result<Vec<DirectoryObjectId>, StepError> {
    let invitation = &context.invitation;
    let whose = (&invitation.tenant, person);
    let steps =
        invitations::steps_of_person(&context.app.storage, whose, StepKind::JoinGroup, &invitation.id).await;
    let steps = steps.map_err(|error| StepError::of_storage(context.app, error))?;
    let mut groups = Vec::new();
    for intent in steps.iter().filter_map(|step| step.intent.as_deref()) {
        let intent: Intent = from_json("step", intent).map_err(|_| context.corrupt("step"))?;
        groups.extend(intent.groups.into_iter().map(|group| group.id));
    }
    Ok(groups)
}

/// Whoever is not in it any more was taken out by a run that died before it could say so, or by somebody else.
async fn leave_one(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    group: &DirectoryObjectId,
) -> Result<(), StepError> {
    let request = Uuid::parse_str(&context.app.ids.new_id()).map_err(|_| context.corrupt("request"))?;
    let mut noted = facts(context)?;
    noted.undo_requests.push(request.to_string());
    context.learn(&noted)?;
    context.checkpoint().await?;
    let application = context.app.directory.as_application().with_request_id(request);
    match application.remove_group_member(group.as_str(), person.as_str()).await {
        Ok(_) => left(context, person, group, noted),
        Err(error) => Err(StepError::of_change(context.app, &error)),
    }
}

fn left(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    group: &DirectoryObjectId,
    mut noted: Facts,
) -> Result<(), StepError> {
    noted.joined.retain(|joined| joined != group);
    context.learn(&noted)?;
    let detail = json!({ "person": person, "group": group });
    let requests = noted.undo_requests;
    context.events.push(Event::DirectoryChanged { action: Action::GroupLeft, detail, requests });
    Ok(())
}
