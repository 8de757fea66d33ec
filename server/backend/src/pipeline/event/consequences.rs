//! What an event brings about beside its own invitation's state.

use contract::{Problem, StepKind};

use super::{Event, Undo};
use crate::pipeline::Invitation;
use crate::rules::joining::{is_about_delivery, waits_for_inviter};

impl Event {
    /// Why what the line of the timeline says is so.
    pub(crate) const fn reason(&self) -> Option<&Problem> {
        match self {
            Self::StepUndone { problem, .. } => problem.as_ref(),
            Self::SponsorLeftOut { problem, .. } => Some(problem),
            _ => self.problem(),
        }
    }

    /// Whether the directory is to be asked about the guest from now on: has the invitation been accepted, is the guest there at all?
    pub(crate) fn starts_acceptance_poll(&self, of: &Invitation) -> bool {
        match self {
            Self::InviterTold { .. } => of.pipeline.invited,
            // A guest who accepts was reached: then nobody needs to decide.
            Self::StepStopped { problem, .. } => is_about_delivery(problem.code),
            _ => false,
        }
    }

    /// Whether what the inviter was told of the invitation is no news any more: it goes on, the person was reached after all, or it is taken back. Trouble
    /// stays until somebody dismisses it, and so would be told of what has none any more.
    pub(crate) const fn ends_news(&self) -> bool {
        matches!(
            self,
            Self::RetryRequested { .. }
                | Self::InviterReturned
                | Self::BlockProbed { .. }
                | Self::BlockLifted
                | Self::SignedUp { .. }
                | Self::SignUpAnswered { .. }
                | Self::MailSkipped { .. }
                | Self::DeliveryConfirmed { .. }
                | Self::UndoRequested { .. }
                | Self::AccessEnded { .. }
        )
    }

    /// Whether others who wait for the address may go on, or have to know the guest.
    pub(crate) fn settles_address(&self) -> bool {
        // Whoever waits for a reason of their own holds nobody up.
        if let Self::StepWaiting { problem, .. } = self {
            return waits_for_inviter(problem.code);
        }
        matches!(
            self,
            Self::StepDone { step: StepKind::SendInvitation, .. }
                | Self::StepStopped { .. }
                | Self::StepFailed { .. }
                | Self::JobFailed { .. }
                | Self::GuestMissing { .. }
                | Self::UndoRequested { .. }
                | Self::AccessEnded { .. }
                | Self::StepUndone { step: StepKind::SendInvitation, .. }
        )
    }

    /// Whether the guest of the invitation is there no more.
    pub(crate) const fn loses_guest(&self) -> bool {
        matches!(
            self,
            Self::GuestMissing { .. }
                | Self::StepUndone { step: StepKind::SendInvitation, undo: Undo::Done, .. }
        )
    }

    /// Whether the redeem link has done its service, or leads nowhere any more.
    pub(crate) const fn ends_link(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::GuestMissing { .. } | Self::LinkReplaced { .. })
    }
}
