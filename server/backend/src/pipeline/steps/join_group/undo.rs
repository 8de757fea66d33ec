//! Takes the person out of the groups again.

use contract::{DirectoryObjectId, EntraUserId, StepKind};
use graph::Effect;
use serde_json::json;
use storage::Tx;
use uuid::Uuid;

use super::learned::{Facts, Leaving};
use super::{Intent, joined, may_be_unreadable};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent, intents_of_others};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::other_steps::{self, subject};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::settings::sections::GroupGrant;
use crate::stored::StoredError;

/// Takes the person out of the groups that this invitation added them to, or that undone ones left them in for it, and that no other invitation of
/// theirs needs. Whether an administrator has taken them out and put them in again since, Microsoft tells nobody.
pub(super) async fn leave(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let known: Facts = facts(context)?;
    let Some(person) = subject(context, &known.calls) else { return Ok(Undo::Nothing) };
    if !known.begun.is_empty() {
        find_lost(context, &person).await?;
    }
    take_over(context, &person).await?;
    let known: Facts = facts(context)?;
    if known.joined.is_empty() {
        return Ok(Undo::Nothing);
    }
    let needed: Vec<Intent> = intents_of_others(context, StepKind::JoinGroup, &person).await?;
    let is_needed = |group: &DirectoryObjectId| {
        needed.iter().flat_map(|intent| &intent.groups).any(|own| own.id == *group)
    };
    let (kept, unneeded): (Vec<_>, Vec<_>) = known.joined.iter().cloned().partition(is_needed);
    for group in &unneeded {
        leave_one(context, &person, group).await?;
    }
    let mut remains = false;
    for group in &kept {
        if is_member(context, &person, group).await? {
            remains = true;
        } else {
            left(context, &person, group)?;
        }
    }
    Ok(if remains { Undo::Remains } else { Undo::Done })
}

/// The groups of this invitation that undone ones left the person in.
pub(super) async fn left_by_others(
    context: &StepContext<'_>,
    person: &EntraUserId,
) -> Result<Vec<DirectoryObjectId>, StoredError> {
    let Intent { groups, .. } = context.intent()?;
    let undone = other_steps::undone::<Facts>(context, StepKind::JoinGroup, person).await?;
    let is_left = |group: &GroupGrant| undone.iter().any(|step| step.facts.joined.contains(&group.id));
    Ok(groups.into_iter().filter(is_left).map(|group| group.id).collect())
}

/// What undone invitations left, and still stands, is this one's from now on.
async fn take_over(context: &mut StepContext<'_>, person: &EntraUserId) -> Result<(), StepError> {
    let left = left_by_others(context, person).await;
    let left = left.map_err(|error| StepError::of_stored(context.app, error))?;
    for group in left {
        let mut known: Facts = facts(context)?;
        if !known.joined.contains(&group) && is_member(context, person, &group).await? {
            known.calls.person = Some(person.clone());
            known.joined.push(group);
            context.learn(&known)?;
        }
    }
    Ok(())
}

/// Where that may not be read, it is believed: who is no member is not taken out of anything.
async fn is_member(
    context: &StepContext<'_>,
    person: &EntraUserId,
    group: &DirectoryObjectId,
) -> Result<bool, StepError> {
    let application = context.app.directory.as_application();
    match application.is_direct_member(group.as_str(), person.as_str()).await {
        Ok(is_member) => Ok(is_member),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) if may_be_unreadable(context, &error) => Ok(true),
        Err(error) => Err(StepError::of_lookup(context.app, &error)),
    }
}

/// What this invitation has taken back for undone ones, or found taken back, is theirs no more.
pub(super) async fn settle(context: &StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
    let known: Facts = context.facts().map_err(StoredError::from)?;
    let Intent { groups, .. } = context.intent().map_err(StoredError::from)?;
    let Some(person) = subject(context, &known.calls) else { return Ok(()) };
    let mut settled = groups.into_iter().map(|group| group.id).collect::<Vec<_>>();
    settled.retain(|group| !known.joined.contains(group));
    let forget = |facts: &mut Facts| {
        let before = facts.joined.len();
        facts.joined.retain(|group| !settled.contains(group));
        facts.joined.len() < before
    };
    other_steps::settle(context, tx, StepKind::JoinGroup, &person, forget).await
}

/// A call whose answer was lost may have put them into a group: then it did, for they were not in it before. So it is where that may not be read:
/// whoever is not in it loses nothing.
async fn find_lost(context: &mut StepContext<'_>, person: &EntraUserId) -> Result<(), StepError> {
    let Intent { groups, .. } = intent(context)?;
    let known: Facts = facts(context)?;
    let is_lost = |group: &&GroupGrant| known.begun.contains(&group.id) && !known.joined.contains(&group.id);
    for group in groups.iter().filter(is_lost) {
        if is_member(context, person, &group.id).await? {
            joined(context, group)?;
        }
    }
    Ok(())
}

/// Whoever is not in it any more was taken out by a call that was noted before; where there was none, by somebody else, and no entry says that it was us.
async fn leave_one(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    group: &DirectoryObjectId,
) -> Result<(), StepError> {
    let request = note(context, group)?;
    let application = application_for(context, request).await?;
    match application.remove_group_member(group.as_str(), person.as_str()).await {
        Ok(Effect::Made) => left(context, person, group),
        Ok(Effect::AlreadySo) => {
            had_no_effect(context, group)?;
            left(context, person, group)
        }
        Err(error) => {
            // What was refused, or never sent, has taken nobody out: who is not in there later was taken out by somebody else.
            if !error.outcome_unknown() {
                had_no_effect(context, group)?;
            }
            Err(StepError::of_change(context.app, &error))
        }
    }
}

/// Notes a further call that takes them out of the group.
fn note(context: &mut StepContext<'_>, group: &DirectoryObjectId) -> Result<Uuid, StepError> {
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.begin_undo(context)?;
    match noted.leaving.iter_mut().find(|leaving| leaving.group == *group) {
        Some(leaving) => leaving.requests.push(request.to_string()),
        None => noted.leaving.push(Leaving { group: group.clone(), requests: vec![request.to_string()] }),
    }
    context.learn(&noted)?;
    Ok(request)
}

/// The last call that was noted has taken nobody out of the group.
fn had_no_effect(context: &mut StepContext<'_>, group: &DirectoryObjectId) -> Result<(), StepError> {
    let mut noted: Facts = facts(context)?;
    for leaving in noted.leaving.iter_mut().filter(|leaving| leaving.group == *group) {
        leaving.requests.pop();
    }
    noted.leaving.retain(|leaving| !leaving.requests.is_empty());
    context.learn(&noted)
}

/// They are not in the group any more: by the calls that were noted, or by somebody else, where there is none. Should they come back, that is not by us.
fn left(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    group: &DirectoryObjectId,
) -> Result<(), StepError> {
    let mut noted: Facts = facts(context)?;
    noted.begun.retain(|begun| begun != group);
    noted.joined.retain(|joined| joined != group);
    let of_it = noted.leaving.iter().position(|leaving| leaving.group == *group);
    let of_it = of_it.map(|at| noted.leaving.remove(at));
    context.learn(&noted)?;
    if let Some(Leaving { requests, .. }) = of_it {
        let (action, detail) = (Action::GroupLeft, json!({ "person": person, "group": group }));
        context.events.push(Event::DirectoryChanged { action, detail, requests });
    }
    Ok(())
}
