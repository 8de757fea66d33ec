//! Tells the inviter how it ended.
//!
//! Undone by: nothing, what was said was said. Safe to repeat because a toast is keyed by invitation and outcome.

use async_trait::async_trait;
use contract::StepKind;
use storage::Tx;

use super::record_access;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step::{OnArrival, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, StepError};

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

    async fn commit(&self, context: &mut StepContext<'_>, _tx: &mut Tx) -> Result<(), CommitError> {
        let existing_role = record_access::existing_role(context.steps())
            .map_err(|_| CommitError::Step(context.corrupt("step")))?;
        context.events.push(Event::InviterTold { existing_role });
        Ok(())
    }

    async fn undo(&self, _context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        Ok(Undo::Nothing)
    }
}
