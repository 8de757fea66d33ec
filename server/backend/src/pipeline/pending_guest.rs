//! Deletes a guest whom an invitation of ours made, who has not accepted, and whom nothing else needs.

use contract::{EntraUserId, Problem, ProblemCode, UserStatus};
use graph::{ExternalUserState, User};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{StorageError, Tx, invitations, invited_addresses, people};
use uuid::Uuid;

use super::context::StepContext;
use super::directory_change::facts;
use super::event::{Event, Undo};
use super::step_error::{Retry, StepError};
use super::{Invitation, PipelineState};
use crate::audit::Action;
use crate::stored::{StoredError, from_json};

/// Whether this invitation made its guest.
pub(crate) fn is_made_by(invitation: &Invitation) -> bool {
    makes(&invitation.pipeline, invitation.chosen.as_ref())
}

/// Whether an invitation that has learned this, and for which this person was chosen, makes its guest.
fn makes(pipeline: &PipelineState, chosen: Option<&EntraUserId>) -> bool {
    pipeline.invited && !pipeline.joined && chosen.is_none()
}

/// What of a step says that it deleted the guest, or tried to.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Deletion {
    undo_request: Option<String>,
}

/// How many steps of undone invitations are looked at. Of a guest of whom there are more nobody says whose they are, and they stay.
const MOST_UNDONE: u16 = 500;

/// Whether another invitation that is undone, or being undone, made the guest: it left them to whoever needed them, and the last one of those deletes
/// them. Whom one of ours has deleted before was brought back by an administrator, and stays.
pub(crate) async fn is_left(context: &StepContext<'_>, guest: &EntraUserId) -> Result<bool, StoredError> {
    let (storage, own) = (&context.app.storage, &context.invitation);
    let (whose, limit) = ((&own.tenant, guest), i64::from(MOST_UNDONE) + 1);
    let undone = invitations::undone_invites(storage, whose, &own.id, limit).await?;
    if undone.len() > usize::from(MOST_UNDONE) {
        return Ok(false);
    }
    let mut is_ours = false;
    for other in undone {
        let step = other.step_facts.as_deref().unwrap_or("{}");
        if from_json::<Deletion>("step", step)?.undo_request.is_some() {
            return Ok(false);
        }
        let pipeline: PipelineState = from_json("invitation", &other.facts)?;
        is_ours |= makes(&pipeline, other.chosen.as_ref()) && other.guest.as_ref() == Some(guest);
    }
    Ok(is_ours)
}

/// Deletes the guest ("Delete a user"), if they have not accepted, and nothing else needs them. The mail has gone: whoever follows its link is told
/// by Microsoft that the invitation is not good any more. The id of the call is kept in what the step at work has learned, before it is sent.
pub(crate) async fn delete<T>(context: &mut StepContext<'_>, guest: EntraUserId) -> Result<Undo, StepError>
where
    T: Serialize + DeserializeOwned + Default + AsMut<Option<String>> + Send,
{
    let before = request::<T>(context)?;
    // Whom a call of ours may have deleted is looked for first: somebody may have shared with them since.
    if before.is_none() && is_needed(context, &guest).await? {
        return remains::<T>(context);
    }
    let application = context.app.directory.as_application();
    match application.user(guest.as_str()).await {
        Ok(user) if is_pending_guest(&user) => {}
        Ok(_) => return Ok(Undo::Remains),
        Err(error) if error.is_not_found() => return missing::<T>(context, guest),
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    }
    if before.is_some() && is_needed(context, &guest).await? {
        return remains::<T>(context);
    }
    let since = context.invitation.updated_at;
    let Some(request) = note::<T>(context, &guest).await? else { return remains::<T>(context) };
    // Nobody is deleted once somebody else has the job: the guest may be needed by then.
    let application = application.with_request_id(request).with_guard(context.send_guard());
    match application.delete_user(guest.as_str()).await {
        Ok(()) => deleted::<T>(context, guest),
        Err(error) => {
            if !error.outcome_unknown() {
                // It has deleted nobody: if they are gone, that was an earlier call, or somebody else. Others wait on: there is another call soon.
                remember::<T>(context, before.unwrap_or_default())?;
                context.invitation.updated_at = since;
            }
            if error.is_not_found() {
                return missing::<T>(context, guest);
            }
            Err(StepError::of_lookup(context.app, &error))
        }
    }
}

/// The guest is there, and somebody needs them: no call has deleted them, so the last one that needs them does.
fn remains<T>(context: &mut StepContext<'_>) -> Result<Undo, StepError>
where
    T: Serialize + DeserializeOwned + Default + AsMut<Option<String>>,
{
    let mut noted: T = facts(context)?;
    if noted.as_mut().take().is_some() {
        context.learn(&noted)?;
    }
    Ok(Undo::Remains)
}

/// Keeps the id of the call that may have deleted the guest; an empty one where none of those that were noted can have.
fn remember<T>(context: &mut StepContext<'_>, request: String) -> Result<(), StepError>
where
    T: Serialize + DeserializeOwned + Default + AsMut<Option<String>>,
{
    let mut noted: T = facts(context)?;
    *noted.as_mut() = Some(request);
    context.learn(&noted)
}

/// Notes the call that deletes the guest, before it is sent, in a transaction that looks once more whether nobody needs them: none if somebody does.
/// From there on nobody joins them, and whoever shares with their address waits until this invitation is undone, for Microsoft would answer a post
/// with the very guest who is about to go.
async fn note<T>(context: &mut StepContext<'_>, guest: &EntraUserId) -> Result<Option<Uuid>, StepError>
where
    T: Serialize + DeserializeOwned + Default + AsMut<Option<String>> + Send,
{
    let app = context.app;
    let request = Uuid::parse_str(&app.ids.new_id()).map_err(|_| context.corrupt("request"))?;
    let Some(mut tx) = context.begin().await.map_err(|error| StepError::of_stored(app, error))? else {
        // Somebody else has the job now: what this run decides will not be stored.
        return Err(StepError::backoff(None, Problem::new(ProblemCode::Internal)));
    };
    // The addresses first: whoever is joining the guest at this moment has stored that by the time they are ours.
    let needed = claim_unneeded(context, &mut tx, guest).await;
    if needed.map_err(|error| StepError::of_storage(app, error))? {
        return Ok(None);
    }
    remember::<T>(context, request.to_string())?;
    context.commit_noted(tx).await.map_err(|error| StepError::of_stored(app, error))?;
    Ok(Some(request))
}

/// Takes the guest's addresses. Whether somebody needs the guest.
async fn claim_unneeded(
    context: &StepContext<'_>,
    tx: &mut Tx,
    guest: &EntraUserId,
) -> Result<bool, StorageError> {
    let Invitation { tenant, id, .. } = &context.invitation;
    invited_addresses::take_guest(tx, tenant, guest, id).await?;
    invitations::is_guest_needed(tx, tenant, guest, id).await
}

/// Once the guest is gone nobody joins them any more, in the transaction that stores that it is undone.
pub(crate) async fn forget(
    context: &StepContext<'_>,
    tx: &mut Tx,
    outside: Undo,
) -> Result<(), StorageError> {
    match context.invitation.person_id().filter(|_| outside == Undo::Done) {
        Some(guest) => invited_addresses::forget_guest(tx, &context.invitation.tenant, &guest).await,
        None => Ok(()),
    }
}

/// The directory does not show the guest: deleted by a run that died before it could say so, or not visible yet, or taken away by somebody
/// else. "Not found" counts only after the visibility budget.
fn missing<T>(context: &mut StepContext<'_>, guest: EntraUserId) -> Result<Undo, StepError>
where
    T: DeserializeOwned + Default + AsMut<Option<String>>,
{
    let end = context.invitation.updated_at + context.settings.visibility_budget_ms();
    if request::<T>(context)?.is_none() && context.app.now() < end {
        let problem = Problem::new(ProblemCode::NotVisibleYet);
        return Err(StepError::Transient { retry: Retry::Until(end), problem });
    }
    deleted::<T>(context, guest)
}

/// The guest is gone: by the request that was noted, or without one of ours.
fn deleted<T>(context: &mut StepContext<'_>, guest: EntraUserId) -> Result<Undo, StepError>
where
    T: DeserializeOwned + Default + AsMut<Option<String>>,
{
    if let Some(request) = request::<T>(context)? {
        let (action, detail) = (Action::GuestDeleted, json!({ "guest": guest }));
        context.events.push(Event::DirectoryChanged { action, detail, requests: vec![request] });
    }
    Ok(Undo::Done)
}

/// The id of the call that may have deleted the guest, if there is one.
fn request<T>(context: &StepContext<'_>) -> Result<Option<String>, StepError>
where
    T: DeserializeOwned + Default + AsMut<Option<String>>,
{
    let mut known: T = facts(context)?;
    Ok(known.as_mut().take().filter(|request| !request.is_empty()))
}

fn is_pending_guest(user: &User) -> bool {
    user.is_guest() && user.external_user_state == Some(ExternalUserState::PendingAcceptance)
}

async fn is_needed(context: &StepContext<'_>, guest: &EntraUserId) -> Result<bool, StepError> {
    let invitation = &context.invitation;
    let look = async {
        let storage = &context.app.storage;
        let known = people::load(storage, invitation.tenant.as_str(), guest.as_str()).await?;
        // They stood before us, or were seen to have accepted, whatever the directory shows at this moment.
        if known.is_some_and(|known| known.standing == UserStatus::Guest) {
            return Ok(true);
        }
        let mut tx = storage.begin().await?;
        invitations::is_guest_needed(&mut tx, &invitation.tenant, guest, &invitation.id).await
    };
    look.await.map_err(|error: StorageError| StepError::of_storage(context.app, error))
}
