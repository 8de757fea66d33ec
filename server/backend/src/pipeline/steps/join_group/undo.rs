//! Takes the person out of the groups again.

use contract::{DirectoryObjectId, EntraUserId, StepKind};
use serde_json::json;

use super::{Facts, Intent, joined};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent, intents_of_others};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::settings::sections::GroupGrant;

/// Takes the person out of the groups that this invitation added them to and no other invitation of theirs needs.
pub(super) async fn leave(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let known: Facts = facts(context)?;
    let Some(person) = known.calls.person.clone().filter(|_| !known.begun.is_empty()) else {
        return Ok(Undo::Nothing);
    };
    find_lost(context, &person).await?;
    let known: Facts = facts(context)?;
    if known.joined.is_empty() {
        return Ok(Undo::Nothing);
    }
    let needed: Vec<Intent> = intents_of_others(context, StepKind::JoinGroup, &person).await?;
    let is_needed = |group: &DirectoryObjectId| {
        needed.iter().flat_map(|intent| &intent.groups).any(|own| own.id == *group)
    };
    let (kept, left): (Vec<_>, Vec<_>) = known.joined.iter().cloned().partition(is_needed);
    for group in &left {
        leave_one(context, &person, group).await?;
    }
    Ok(if kept.is_empty() { Undo::Done } else { Undo::Remains })
}

/// A call whose answer was lost may have put them into a group: then it did, for they were not in it before.
async fn find_lost(context: &mut StepContext<'_>, person: &EntraUserId) -> Result<(), StepError> {
    let Intent { groups, .. } = intent(context)?;
    let known: Facts = facts(context)?;
    let is_lost = |group: &&GroupGrant| known.begun.contains(&group.id) && !known.joined.contains(&group.id);
    for group in groups.iter().filter(is_lost) {
        let application = context.app.directory.as_application();
        match application.is_direct_member(group.id.as_str(), person.as_str()).await {
            Ok(true) => joined(context, group)?,
            Ok(false) => {}
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(StepError::of_lookup(context.app, &error)),
        }
    }
    Ok(())
}

/// Whoever is not in it any more was taken out by a run that died before it could say so, or by somebody else.
async fn leave_one(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    group: &DirectoryObjectId,
) -> Result<(), StepError> {
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.note_undo(context)?;
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
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
    let requests = noted.calls.undo_requests;
    context.events.push(Event::DirectoryChanged { action: Action::GroupLeft, detail, requests });
    Ok(())
}
