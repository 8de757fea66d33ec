//! Takes the guest back whom this invitation made, or one that was undone before it.

use contract::{InvitationState, UndoEffect};

use super::{Facts, reconcile};
use crate::pipeline::context::StepContext;
use crate::pipeline::event::Undo;
use crate::pipeline::pending_guest;
use crate::pipeline::step_error::StepError;
use crate::stored::StoredError;

/// What becomes of the guest, as far as our own database says: who was there before, or has accepted, stays.
pub(super) fn effect(context: &StepContext<'_>) -> Option<UndoEffect> {
    if context.invitation.guest.is_none() {
        // Whether a post of unknown outcome made a guest is found out while it is undone.
        let post = context.facts::<Facts>().ok()?.post;
        return post.may_have_gone().then_some(UndoEffect::IfUnneeded);
    }
    let made = pending_guest::is_made_by(&context.invitation);
    Some(if made && !has_accepted(context) { UndoEffect::IfUnneeded } else { UndoEffect::Remains })
}

/// Whether one that was undone made the guest, and left them to this one.
pub(super) async fn is_left(context: &StepContext<'_>) -> Result<bool, StoredError> {
    match context.invitation.person_id() {
        Some(guest) if !has_accepted(context) => pending_guest::is_left(context, &guest).await,
        _ => Ok(false),
    }
}

fn has_accepted(context: &StepContext<'_>) -> bool {
    context.invitation.state == InvitationState::Accepted
}

/// Deletes the guest, if this invitation made them, or one that was undone did, they have not accepted, and nothing else needs them.
pub(super) async fn delete_guest(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    reconcile::find_lost(context).await?;
    let Some(guest) = context.invitation.person_id() else { return Ok(Undo::Nothing) };
    let is_left = pending_guest::is_left(context, &guest).await;
    let is_left = is_left.map_err(|error| StepError::of_stored(context.app, error))?;
    let is_ours = context.invitation.guest.is_some() && pending_guest::is_made_by(&context.invitation);
    if is_ours || is_left {
        return pending_guest::delete::<Facts>(context, guest).await;
    }
    Ok(if context.invitation.guest.is_some() { Undo::Remains } else { Undo::Nothing })
}

/// There is nobody any more to whom the invitation belongs, and no link that leads anywhere.
pub(super) fn forget_link(context: &mut StepContext<'_>, outside: Undo) {
    if outside == Undo::Done {
        context.invitation.link = None;
    }
}
