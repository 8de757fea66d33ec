//! What can happen to an invitation. The timeline's line, the audit entry and the toast are projections of it.

mod audit_entry;
mod consequences;
mod toast;

pub(crate) use audit_entry::job_failed;

use contract::{
    AccessChangeId, EntraUserId, HistoryEvent, InvitationId, InvitationState, Problem, RoleName, StepKind,
    ToldBy,
};
use serde_json::Value;

use super::facts::Administrator;
use crate::audit::Action;

/// One thing that happened to an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// The form was accepted.
    Submitted,
    /// A step changed something in the directory. Which action that is to the audit chain, and with which details, the step says. `requests` are
    /// the ids of the calls that did it.
    DirectoryChanged { action: Action, detail: Value, requests: Vec<String> },
    /// The guest of another invitation of the same address was taken: nothing was posted.
    InvitationJoined { guest: EntraUserId, front: Option<InvitationId> },
    /// The person got access.
    AccessGiven { person: EntraUserId, before: Option<AccessBefore> },
    /// The person has access that reaches at least as far, and keeps it.
    AccessKept { person: EntraUserId, role: RoleName },
    /// Access that this invitation gave is that of another one from now on, because this one is undone.
    AccessHandedOver { person: EntraUserId, to: InvitationId },
    /// Access that another invitation gave is this one's from now on, because that one was undone, by whoever is named.
    AccessTakenOver {
        person: EntraUserId,
        before: AccessBefore,
        from: InvitationId,
        by: EntraUserId,
        name: String,
    },
    /// A step is done.
    StepDone { step: StepKind, is_last: bool, is_quiet: bool },
    /// A step will be tried again by itself. Quiet where the timeline says so already.
    StepWaiting { step: StepKind, problem: Problem, is_quiet: bool },
    /// A step needs a person. `requests` are the ids of calls to the directory that no other entry tells of.
    StepStopped { step: StepKind, problem: Problem, requests: Vec<String> },
    /// A step goes on when the guest does something.
    StepAwaitsGuest { step: StepKind, problem: Problem },
    /// A step was refused for good.
    StepFailed { step: StepKind, problem: Problem, requests: Vec<String> },
    /// The inviter is told that all is done.
    InviterTold { existing_role: Option<RoleName>, told_by: ToldBy },
    /// The inviter cannot send any mail by us: the link is theirs to pass on.
    MailLeftOut,
    /// The inviter goes on without a mail of ours.
    MailSkipped { name: String },
    /// The sponsor who was named was not added to the guest, for this reason: the share goes on. `requests` are the ids of earlier calls of which
    /// nobody knows whether they did it.
    SponsorLeftOut { person: EntraUserId, sponsor: EntraUserId, problem: Problem, requests: Vec<String> },
    /// The inviter asked to try again.
    RetryRequested { name: String },
    /// The inviter has signed in again, which it has waited for.
    InviterReturned,
    /// An administrator has it find out whether Microsoft takes invitations of the tenant again.
    BlockProbed { by: Administrator },
    /// Microsoft takes invitations of the tenant again, which it has waited for.
    BlockLifted,
    /// The inviter copied the redeem link.
    LinkCopied { name: String },
    /// The guest was invited again, by another invitation: the link of this one leads nowhere any more.
    LinkReplaced { by: EntraUserId, name: String, invitation: InvitationId },
    /// The guest of an unknown outcome was reached: they accepted, or stand at the door. `is_done` if nothing is left for the runner; `told` is the
    /// step that has had its effect, if it had one.
    DeliveryConfirmed { is_done: bool, told: Option<StepKind> },
    /// The directory does not have the guest that it said it had made.
    GuestMissing { problem: Problem },
    /// The guest accepted; or had accepted before the invitation was made, then there was nothing to accept.
    Accepted { guest: EntraUserId, name: String, had_before: bool },
    /// Somebody has signed in through the link in the mail, and said that it is for them.
    SignedUp { user: EntraUserId, name: String },
    /// The inviter said whether whoever signed in is the person they mean.
    SignUpAnswered { name: String, person: EntraUserId, is_them: bool },
    /// Somebody asked to undo what was done: the inviter, or this administrator.
    UndoRequested { by: Option<Administrator> },
    /// The access of this person, which it gave or was to give, has ended: what follows from it is taken back, and everything else stays. Quiet where
    /// another invitation of the access tells of it.
    AccessEnded { person: EntraUserId, why: AccessEnd, is_quiet: bool },
    /// The access of this person ends at another time than before, in unix milliseconds, or not by itself: by this change, or the undo of it. Quiet where
    /// another invitation of the access tells of it.
    LastDayChanged {
        person: EntraUserId,
        before: Option<i64>,
        until: Option<i64>,
        by: Administrator,
        change: AccessChangeId,
        is_quiet: bool,
    },
    /// A step that is being undone is looked at again by itself, because of this. Quiet where the timeline says so already.
    UndoWaiting { step: StepKind, problem: Problem, is_quiet: bool },
    /// Access that this invitation gave was taken back.
    AccessTakenBack { person: EntraUserId },
    /// A step was undone, as far as that is possible; `problem` is why what could not be taken back stands. `requests` are the ids of its calls that no
    /// other entry tells of.
    StepUndone { step: StepKind, undo: Undo, problem: Option<Problem>, is_last: bool, requests: Vec<String> },
    /// The job could not be worked on at all; nothing goes on by itself.
    JobFailed { problem: Problem },
}

/// The access that somebody had before it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccessBefore {
    pub(crate) role: RoleName,
    pub(crate) given_by: EntraUserId,
}

/// Why access has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AccessEnd {
    /// Somebody asked for it: the inviter, or who is named.
    Asked { by: Option<Administrator> },
    /// The person was given this role in the place of theirs, by the inviter or who is named; another invitation gives it.
    Changed { role: RoleName, by: Option<Administrator> },
    /// Its last day is over.
    RanOut,
}

/// What undoing a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undo {
    /// The step has no effect that could be taken back.
    Nothing,
    /// Its effect was taken back.
    Done,
    /// Its effect stands: it cannot be taken back, or something else needs it.
    Remains,
}

impl Event {
    /// The state that the event leads to. `None` where it changes none, or cannot happen in this state.
    #[expect(
        clippy::too_many_lines,
        reason = "one flat match: the compiler holds that each event is thought of"
    )]
    pub(crate) fn next_state(&self, from: InvitationState, invited: bool) -> Option<InvitationState> {
        use InvitationState as State;
        let under_way = matches!(from, State::Working | State::Waiting);
        let done = if invited { State::Sent } else { State::Shared };
        match self {
            Self::Submitted => Some(State::Working),
            Self::StepDone { is_last, .. } if under_way => Some(if *is_last { done } else { State::Working }),
            Self::StepWaiting { .. } if under_way => Some(State::Waiting),
            Self::StepStopped { .. } if under_way => Some(State::Stopped),
            Self::StepAwaitsGuest { .. } if under_way => Some(State::Sent),
            Self::StepFailed { .. } | Self::JobFailed { .. } if under_way => Some(State::Failed),
            Self::RetryRequested { .. }
                if matches!(from, State::Waiting | State::Stopped | State::Sent | State::Failed) =>
            {
                Some(State::Working)
            }
            Self::DeliveryConfirmed { is_done: true, .. } if from == State::Stopped => Some(done),
            Self::DeliveryConfirmed { .. }
            | Self::InviterReturned
            | Self::BlockProbed { .. }
            | Self::BlockLifted
                if from == State::Stopped =>
            {
                Some(State::Working)
            }
            Self::MailSkipped { .. } if matches!(from, State::Waiting | State::Stopped) => {
                Some(State::Working)
            }
            Self::SignedUp { .. } if matches!(from, State::Sent | State::Stopped) => Some(State::Working),
            Self::SignUpAnswered { .. } if from == State::Stopped => Some(State::Working),
            Self::GuestMissing { .. } if from == State::Sent => Some(State::Stopped),
            Self::Accepted { had_before: true, .. } if from == State::Sent => Some(State::Shared),
            Self::Accepted { .. } if from == State::Sent => Some(State::Accepted),
            Self::UndoRequested { .. } | Self::AccessEnded { .. }
                if !matches!(from, State::Undoing | State::Undone) =>
            {
                Some(State::Undoing)
            }
            Self::StepUndone { is_last: true, .. } if from == State::Undoing => Some(State::Undone),
            // Another thing is waited for, or nothing any more.
            Self::UndoWaiting { .. } | Self::StepUndone { .. } if from == State::Undoing => Some(from),
            Self::JobFailed { .. } if from == State::Undoing => Some(State::Failed),
            Self::DirectoryChanged { .. }
            | Self::InvitationJoined { .. }
            | Self::AccessGiven { .. }
            | Self::AccessKept { .. }
            | Self::AccessHandedOver { .. }
            | Self::AccessTakenOver { .. }
            | Self::LastDayChanged { .. }
            | Self::StepDone { .. }
            | Self::StepWaiting { .. }
            | Self::StepStopped { .. }
            | Self::StepAwaitsGuest { .. }
            | Self::StepFailed { .. }
            | Self::SignedUp { .. }
            | Self::SignUpAnswered { .. }
            | Self::InviterTold { .. }
            | Self::MailLeftOut
            | Self::MailSkipped { .. }
            | Self::SponsorLeftOut { .. }
            | Self::InviterReturned
            | Self::BlockProbed { .. }
            | Self::BlockLifted
            | Self::RetryRequested { .. }
            | Self::LinkCopied { .. }
            | Self::LinkReplaced { .. }
            | Self::DeliveryConfirmed { .. }
            | Self::GuestMissing { .. }
            | Self::Accepted { .. }
            | Self::UndoRequested { .. }
            | Self::AccessEnded { .. }
            | Self::UndoWaiting { .. }
            | Self::AccessTakenBack { .. }
            | Self::StepUndone { .. }
            | Self::JobFailed { .. } => None,
        }
    }

    /// The ids of the calls that changed the directory, where it is about that.
    pub(crate) fn requests(&self) -> &[String] {
        if let Self::DirectoryChanged { requests, .. } = self { requests } else { &[] }
    }

    /// Why it waits, stopped or failed.
    pub(crate) const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::StepWaiting { problem, .. }
            | Self::StepStopped { problem, .. }
            | Self::StepAwaitsGuest { problem, .. }
            | Self::StepFailed { problem, .. }
            | Self::UndoWaiting { problem, .. }
            | Self::GuestMissing { problem }
            | Self::JobFailed { problem } => Some(problem),
            _ => None,
        }
    }

    /// The line of the timeline, if it has one.
    pub(crate) fn timeline(&self) -> Option<HistoryEvent> {
        match self {
            Self::Submitted => Some(HistoryEvent::Asked),
            Self::InvitationJoined { .. } => Some(HistoryEvent::Joined),
            Self::AccessTakenOver { .. } => Some(HistoryEvent::AccessTakenOver),
            // An outcome that was unknown and is known now: it had its effect.
            Self::DeliveryConfirmed { told, .. } => told.map(HistoryEvent::StepDone),
            Self::StepDone { step, is_quiet: false, .. } => Some(HistoryEvent::StepDone(*step)),
            Self::MailLeftOut => Some(HistoryEvent::MailLeftOut),
            Self::MailSkipped { .. } => Some(HistoryEvent::MailSkipped),
            Self::SponsorLeftOut { .. } => Some(HistoryEvent::SponsorLeftOut),
            Self::StepWaiting { step, is_quiet: false, .. } | Self::StepAwaitsGuest { step, .. } => {
                Some(HistoryEvent::StepWaiting(*step))
            }
            Self::StepStopped { step, .. } => Some(HistoryEvent::StepStopped(*step)),
            Self::StepFailed { step, .. } => Some(HistoryEvent::StepFailed(*step)),
            Self::GuestMissing { .. } => Some(HistoryEvent::StepStopped(StepKind::SendInvitation)),
            Self::RetryRequested { .. } => Some(HistoryEvent::TriedAgain),
            Self::InviterReturned => Some(HistoryEvent::InviterReturned),
            Self::BlockProbed { .. } => Some(HistoryEvent::BlockProbed),
            Self::BlockLifted => Some(HistoryEvent::BlockLifted),
            Self::LinkCopied { .. } => Some(HistoryEvent::LinkCopied),
            Self::LinkReplaced { .. } => Some(HistoryEvent::LinkReplaced),
            Self::Accepted { had_before: false, .. } => Some(HistoryEvent::Accepted),
            Self::SignedUp { .. } => Some(HistoryEvent::SignedUp),
            Self::SignUpAnswered { is_them: true, .. } => Some(HistoryEvent::SignUpConfirmed),
            Self::SignUpAnswered { is_them: false, .. } => Some(HistoryEvent::SignUpDenied),
            Self::UndoRequested { by: None } => Some(HistoryEvent::UndoRequested),
            Self::UndoRequested { by: Some(_) } => Some(HistoryEvent::UndoRequestedByAdministrator),
            Self::AccessEnded { why: AccessEnd::Asked { .. }, .. } => Some(HistoryEvent::AccessEnded),
            Self::AccessEnded { why: AccessEnd::Changed { .. }, .. } => Some(HistoryEvent::RoleChanged),
            Self::AccessEnded { why: AccessEnd::RanOut, .. } => Some(HistoryEvent::AccessRanOut),
            Self::LastDayChanged { .. } => Some(HistoryEvent::LastDayChanged),
            Self::UndoWaiting { step, is_quiet: false, .. } => Some(HistoryEvent::UndoWaiting(*step)),
            Self::StepUndone { step, undo: Undo::Done, .. } => Some(HistoryEvent::StepUndone(*step)),
            Self::StepUndone { step, undo: Undo::Remains, .. } => Some(HistoryEvent::StepRemains(*step)),
            Self::DirectoryChanged { .. }
            | Self::AccessGiven { .. }
            | Self::AccessKept { .. }
            | Self::AccessHandedOver { .. }
            | Self::StepDone { is_quiet: true, .. }
            | Self::StepWaiting { is_quiet: true, .. }
            | Self::UndoWaiting { is_quiet: true, .. }
            | Self::InviterTold { .. }
            | Self::AccessTakenBack { .. }
            | Self::Accepted { had_before: true, .. }
            | Self::StepUndone { undo: Undo::Nothing, .. }
            | Self::JobFailed { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;
