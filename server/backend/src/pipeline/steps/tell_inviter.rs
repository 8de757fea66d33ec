//! Tells the inviter how it ended.
//!
//! Undone by: nothing, what was said was said. Safe to repeat because a toast is keyed by invitation and outcome.

use async_trait::async_trait;
use contract::{StepKind, UndoEffect};
use storage::{Tx, invitations};

use super::record_access;
use crate::pipeline::Invitation;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step::{OnArrival, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::stored::{CorruptRow, StoredError};

/// Tells the inviter how it ended.
pub(crate) struct TellInviter;

#[async_trait]
impl Step for TellInviter {
    fn kind(&self) -> StepKind {
        StepKind::TellInviter
    }

    fn is_planned(&self, _input: &PlanInput<'_>) -> bool {
        true
    }

    /// The inviter is told by the toast that the guest has accepted.
    fn on_arrival(&self) -> OnArrival {
        OnArrival::Satisfied
    }

    async fn commit(&self, context: &mut StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
        if context.invitation.pipeline.invited {
            find_superseded(context, tx).await?;
        }
        let existing_role = record_access::existing_role(context.steps())
            .map_err(|_| CommitError::Step(context.corrupt("step")))?;
        let told_by =
            super::told_by(context.steps()).map_err(|_| CommitError::Step(context.corrupt("step")))?;
        context.events.push(Event::InviterTold { existing_role, told_by });
        Ok(())
    }

    fn undo_effect(&self, _context: &StepContext<'_>) -> Option<UndoEffect> {
        None
    }

    async fn undo(&self, _context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        Ok(Undo::Nothing)
    }
}

/// Who was invited again to the same item by the same inviter is one row of theirs: this invitation stands for the earlier ones from now on.
async fn find_superseded(context: &mut StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
    let Some(guest) = context.invitation.reinvited() else { return Ok(()) };
    let own = &context.invitation;
    let mut earlier = invitations::pending_of_guest_in(tx, &own.tenant, &guest).await?;
    earlier.retain(|row| row.id != own.id && row.inviter == own.inviter && row.item == own.item);
    let earlier: Result<_, CorruptRow> = earlier.into_iter().map(Invitation::try_from).collect();
    context.superseded = earlier.map_err(StoredError::from)?;
    Ok(())
}
