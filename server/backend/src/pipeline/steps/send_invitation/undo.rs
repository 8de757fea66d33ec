//! Takes the guest back whom this invitation made.

use contract::{EntraUserId, InvitationState, Problem, ProblemCode, UndoEffect, UserStatus};
use graph::{ExternalUserState, User};
use serde_json::json;
use storage::{StorageError, invitations, people};
use uuid::Uuid;

use super::{Facts, reconcile};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::{Retry, StepError};

/// What becomes of the guest, as far as our own database says: who was there before, or has accepted, stays.
pub(super) fn effect(context: &StepContext<'_>) -> Option<UndoEffect> {
    if context.invitation.guest.is_none() {
        // Whether a post of unknown outcome made a guest is found out while it is undone.
        let post = context.facts::<Facts>().ok()?.post;
        return post.may_have_gone().then_some(UndoEffect::IfUnneeded);
    }
    let has_accepted = context.invitation.state == InvitationState::Accepted;
    Some(if made_guest(context) && !has_accepted { UndoEffect::IfUnneeded } else { UndoEffect::Remains })
}

/// Whether this invitation made the guest.
fn made_guest(context: &StepContext<'_>) -> bool {
    let pipeline = &context.invitation.pipeline;
    pipeline.invited && !pipeline.joined && context.invitation.chosen.is_none()
}

/// Deletes the guest, if this invitation made them, they have not accepted, and nothing else needs them. The mail has gone: whoever follows
/// its link is told by Microsoft that the invitation is not good any more.
pub(super) async fn delete_guest(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    reconcile::find_lost(context).await?;
    let Some(guest) = context.invitation.guest.clone() else { return Ok(Undo::Nothing) };
    if !made_guest(context) || is_needed(context).await? {
        return Ok(Undo::Remains);
    }
    let application = context.app.directory.as_application();
    match application.user(guest.as_str()).await {
        Ok(user) if is_pending_guest(&user) => {}
        Ok(_) => return Ok(Undo::Remains),
        Err(error) if error.is_not_found() => return missing(context, guest),
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    }
    let request = Uuid::parse_str(&context.app.ids.new_id()).map_err(|_| context.corrupt("request"))?;
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    context.learn(&Facts { undo_request: Some(request.to_string()), ..facts })?;
    context.checkpoint().await?;
    match application.with_request_id(request).delete_user(guest.as_str()).await {
        Ok(()) => deleted(context, guest),
        Err(error) if error.is_not_found() => deleted(context, guest),
        Err(error) => Err(StepError::of_lookup(context.app, &error)),
    }
}

/// The directory does not show the guest: deleted by a run that died before it could say so, or not visible yet, or taken away by somebody
/// else. "Not found" counts only after the visibility budget.
fn missing(context: &mut StepContext<'_>, guest: EntraUserId) -> Result<Undo, StepError> {
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    let end = context.invitation.updated_at + context.settings.visibility_budget_ms();
    if facts.undo_request.is_none() && context.app.now() < end {
        let problem = Problem::new(ProblemCode::NotVisibleYet);
        return Err(StepError::Transient { retry: Retry::Until(end), problem });
    }
    deleted(context, guest)
}

fn is_pending_guest(user: &User) -> bool {
    user.is_guest() && user.external_user_state == Some(ExternalUserState::PendingAcceptance)
}

/// The guest is gone: by the request that was noted, or without one of ours.
fn deleted(context: &mut StepContext<'_>, guest: EntraUserId) -> Result<Undo, StepError> {
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    if let Some(request) = facts.undo_request {
        let (action, detail) = (Action::GuestDeleted, json!({ "guest": guest }));
        context.events.push(Event::DirectoryChanged { action, detail, requests: vec![request] });
    }
    Ok(Undo::Done)
}

/// There is nobody any more to whom the invitation belongs, and no link that leads anywhere.
pub(super) fn forget_guest(context: &mut StepContext<'_>, outside: Undo) {
    if outside == Undo::Done {
        context.invitation.link = None;
    }
}

async fn is_needed(context: &StepContext<'_>) -> Result<bool, StepError> {
    let invitation = &context.invitation;
    let Some(guest) = &invitation.guest else { return Ok(false) };
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
