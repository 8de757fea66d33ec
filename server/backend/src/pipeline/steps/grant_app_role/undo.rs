//! Takes the role back.

use contract::{EntraUserId, StepKind};
use graph::{Effect, PrincipalType};
use serde_json::json;
use storage::Tx;

use super::{Facts, Intent, after_error, find, granted};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent, intents_of_others, person_of};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::other_steps::{self, subject};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::settings::sections::AppRoleGrant;
use crate::stored::StoredError;

/// Takes the assignment back that this invitation made, or that an undone one left to it, unless another invitation of the person needs the role. An
/// assignment has an id of its own: one that an administrator has made since is another one.
pub(super) async fn take_back(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let Intent { role: Some(role) } = intent(context)? else { return Ok(Undo::Nothing) };
    find_lost(context, &role).await?;
    let mut noted: Facts = facts(context)?;
    let Some(person) = subject(context, &noted.calls) else { return Ok(Undo::Nothing) };
    if noted.assignment.is_none() {
        noted.assignment = left(context, &person, &role).await?;
    }
    let Some(assignment) = noted.assignment.clone() else { return Ok(Undo::Nothing) };
    let needed: Vec<Intent> = intents_of_others(context, StepKind::GrantAppRole, &person).await?;
    if needed.iter().filter_map(|intent| intent.role.as_ref()).any(|own| is_same(own, &role)) {
        return Ok(Undo::Remains);
    }
    noted.calls.person = Some(person);
    let request = noted.calls.note_undo(context)?;
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    let outcome = application.remove_app_role(role.application.as_str(), &assignment).await;
    let had_no_effect = match &outcome {
        Ok(effect) => *effect == Effect::AlreadySo,
        Err(error) => !error.outcome_unknown(),
    };
    if had_no_effect {
        noted.calls.undo_requests.pop();
    }
    match outcome {
        // Who has it no more lost it by a call that was noted; where there is none, by somebody else.
        Ok(_) => {
            let detail = json!({ "person": noted.calls.person, "role": role.role, "name": role.name });
            let requests = std::mem::take(&mut noted.calls.undo_requests);
            (noted.assignment, noted.taken_back) = (None, Some(assignment));
            context.learn(&noted)?;
            if !requests.is_empty() {
                let action = Action::AppRoleTakenBack;
                context.events.push(Event::DirectoryChanged { action, detail, requests });
            }
            Ok(Undo::Done)
        }
        Err(error) => {
            context.learn(&noted)?;
            Err(StepError::of_change(context.app, &error))
        }
    }
}

/// What this invitation has taken back for an undone one is theirs no more.
pub(super) async fn settle(context: &StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
    let known: Facts = context.facts().map_err(StoredError::from)?;
    let (Some(person), Some(taken_back)) = (subject(context, &known.calls), &known.taken_back) else {
        return Ok(());
    };
    let forget = |facts: &mut Facts| facts.assignment.take_if(|left| *left == *taken_back).is_some();
    other_steps::settle(context, tx, StepKind::GrantAppRole, &person, forget).await
}

/// A call whose answer was lost may have assigned it: then it did, for there was none before it. Its id is needed to take it back, so where that may
/// not be read, what may stand is said to.
async fn find_lost(context: &mut StepContext<'_>, role: &AppRoleGrant) -> Result<(), StepError> {
    let noted: Facts = facts(context)?;
    if !noted.begun || noted.assignment.is_some() {
        return Ok(());
    }
    let person = person_of(context)?;
    match find(context, &person, role).await.map_err(|error| after_error(context, role, &error))? {
        Some(existing) => granted(context, role, existing),
        None => Ok(()),
    }
}

/// The assignments of the role that undone invitations left. Whether they still stand, the directory says.
pub(super) async fn left_by_others(
    context: &StepContext<'_>,
    person: &EntraUserId,
    role: &AppRoleGrant,
) -> Result<Vec<String>, StoredError> {
    let mut left = Vec::new();
    for step in other_steps::undone::<Facts>(context, StepKind::GrantAppRole, person).await? {
        let Intent { role: of } = step.intent()?;
        if of.is_some_and(|of| is_same(&of, role)) {
            left.extend(step.facts.assignment);
        }
    }
    Ok(left)
}

/// The one of these that still stands. Where that may not be read, the newest: taking back one that is gone changes nothing.
async fn left(
    context: &StepContext<'_>,
    person: &EntraUserId,
    role: &AppRoleGrant,
) -> Result<Option<String>, StepError> {
    let mut left = left_by_others(context, person, role)
        .await
        .map_err(|error| StepError::of_stored(context.app, error))?;
    if left.is_empty() {
        return Ok(None);
    }
    let application = context.app.directory.as_application();
    match application.app_roles_of_user(person.as_str(), role.application.as_str()).await {
        Ok(found) => {
            let own = found.into_iter().filter(|found| found.principal_type == PrincipalType::User);
            Ok(own.map(|found| found.id).find(|id| left.contains(id)))
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) if context.settings.permissions.is_scoped() && error.status() == Some(403) => {
            Ok(left.pop())
        }
        Err(error) => Err(StepError::of_lookup(context.app, &error)),
    }
}

fn is_same(one: &AppRoleGrant, other: &AppRoleGrant) -> bool {
    one.application == other.application && one.role == other.role
}
