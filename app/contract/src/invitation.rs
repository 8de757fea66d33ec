//! Invitations as pages show them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::text_enum::text_enum;
use crate::{InvitationId, Problem, RoleName, ToldBy};

/// Lists the steps once, in the order of a plan, and calls the macro `callback` with the list: `Name "stored text" module_of_its_texts [undo_text]`. In brackets
/// is the function of the text that says what undoing the step comes to, `undo` where it names nobody; nothing where there is nothing to say.
#[macro_export]
macro_rules! for_each_step {
    ($callback:ident) => {
        $callback! {
            /// Look the person up in the directory.
            FindPerson "find-person" find_person,
            /// Post the invitation to Microsoft Graph as the inviter.
            SendInvitation "send-invitation" send_invitation [undo_text],
            /// Wait until whoever got the mail has signed up, and see who it is.
            AwaitSignUp "await-sign-up" await_sign_up,
            /// Assign an access package to whoever has the address, which makes them a guest.
            RequestAccessPackage "request-access-package" request_access_package [undo_text],
            /// Write attributes of the guest.
            SetAttributes "set-attributes" set_attributes [undo],
            /// Add the person to groups.
            JoinGroup "join-group" join_group [undo_text],
            /// Assign a role of an application to the person.
            GrantAppRole "grant-app-role" grant_app_role [undo_text],
            /// Give access in our own directory.
            RecordAccess "record-access" record_access [undo_text],
            /// Write to the person by a mail of our own.
            SendMail "send-mail" send_mail [undo],
            /// Add a sponsor to a guest who was known before.
            AddSponsor "add-sponsor" add_sponsor [undo_text],
            /// Tell the inviter what happened.
            TellInviter "tell-inviter" tell_inviter,
        }
    };
}

macro_rules! step_kinds {
    ($($(#[$doc:meta])* $name:ident $text:literal $module:ident $([$undo:ident])?,)*) => {
        text_enum! {
            /// One effect of the pipeline.
            StepKind {
                $($(#[$doc])* $name = $text,)*
            }
        }
    };
}
crate::for_each_step!(step_kinds);

text_enum! {
    /// The state of a step.
    StepState {
        /// Not started.
        Open = "open",
        /// Running now.
        Working = "working",
        /// Done.
        Done = "done",
        /// Will be retried automatically.
        Waiting = "waiting",
        /// A person must decide.
        Stopped = "stopped",
        /// Failed permanently.
        Failed = "failed",
        /// Done, and then undone as far as that is possible.
        Undone = "undone",
    }

    /// The state of an invitation.
    InvitationState {
        /// Steps are open and will be run.
        Working = "working",
        /// A step failed with a transient error; it will be retried automatically.
        Waiting = "waiting",
        /// A person must decide before the invitation continues.
        Stopped = "stopped",
        /// The guest has been invited and has not arrived yet; or has been written to and has not signed up yet.
        Sent = "sent",
        /// The guest has accepted.
        Accepted = "accepted",
        /// Somebody the directory already knew was given access; no invitation was needed.
        Shared = "shared",
        /// Failed permanently.
        Failed = "failed",
        /// Its steps are being undone, last first.
        Undoing = "undoing",
        /// Its steps were undone, as far as that is possible.
        Undone = "undone",
    }
}

impl InvitationState {
    /// Whether its inviter may put it away: it needs a person, failed, or is undone.
    pub const fn may_be_put_away(self) -> bool {
        matches!(self, Self::Stopped | Self::Failed | Self::Undone)
    }

    /// Whether the runner has nothing more to do unless a person or the guest acts.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Working | Self::Waiting | Self::Undoing)
    }
}

/// A step as the dialog and the invitations page show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepReport {
    /// Which step.
    pub kind: StepKind,
    /// Its state.
    pub state: StepState,
}

/// The live view of one invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which invitation.
    pub invitation: InvitationId,
    /// Its state.
    pub state: InvitationState,
    /// Its steps in order.
    pub steps: Vec<StepReport>,
    /// Why the invitation waits, stopped or failed.
    pub problem: Option<Problem>,
    /// Whether there is a redeem link to copy.
    pub has_link: bool,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The item's title.
    pub item_title: String,
    /// The role that the person had already and keeps, if it is at least the one asked for.
    pub existing_role: Option<RoleName>,
    /// Whether the person was given access without a new invitation, and has not accepted an earlier one yet.
    pub awaits_guest: bool,
    /// How the person learns of it.
    pub told_by: ToldBy,
}

/// The state of one invitation in a list, with everything that its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateReport {
    /// Which invitation.
    pub invitation: InvitationId,
    /// Its state.
    pub state: InvitationState,
    /// Why the invitation waits, stopped or failed.
    pub problem: Option<Problem>,
    /// Whether the person was given access without a new invitation, and has not accepted an earlier one yet.
    pub awaits_guest: bool,
    /// Whether it is undone because its access has ended, or is another: the guest and what is written of them stay.
    pub access_ended: bool,
}

/// An event in the timeline of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event", content = "step")]
pub enum HistoryEvent {
    /// The inviter requested the invitation.
    Asked,
    /// A step was done.
    StepDone(StepKind),
    /// A step will be retried.
    StepWaiting(StepKind),
    /// A step stopped, because a person must decide.
    StepStopped(StepKind),
    /// A step failed permanently.
    StepFailed(StepKind),
    /// The inviter requested a retry.
    TriedAgain,
    /// The inviter cannot send any mail by us: the link is theirs to pass on.
    MailLeftOut,
    /// The inviter goes on without a mail of ours.
    MailSkipped,
    /// The guest keeps the sponsors that they have, for the reason beside it: the one that was named is not among them.
    SponsorLeftOut,
    /// The inviter has signed in again, which it has waited for.
    InviterReturned,
    /// An administrator had it find out whether Microsoft takes invitations of the tenant again.
    BlockProbed,
    /// Microsoft takes invitations of the tenant again.
    BlockLifted,
    /// The link was copied.
    LinkCopied,
    /// The guest was invited again, by another invitation: the link of this one leads nowhere any more.
    LinkReplaced,
    /// A colleague's invitation of the same address was joined: no second email was sent.
    Joined,
    /// Access that another invitation gave is this one's, because that one was undone.
    AccessTakenOver,
    /// The guest accepted.
    Accepted,
    /// Somebody has signed in through the link in the mail.
    SignedUp,
    /// The inviter said that whoever signed in is the person they mean.
    SignUpConfirmed,
    /// The inviter said that whoever signed in is somebody else.
    SignUpDenied,
    /// The inviter requested to undo the invitation.
    UndoRequested,
    /// An administrator requested to undo it: `InvitationRow::undone_by`.
    UndoRequestedByAdministrator,
    /// The access was ended by its inviter, or by `InvitationRow::undone_by`: what follows from it is taken back, and the guest stays.
    AccessEnded,
    /// The person was given another role by its inviter, or by `InvitationRow::undone_by`: what only this one's needed is taken back.
    RoleChanged,
    /// The last day of the access was changed.
    LastDayChanged,
    /// The access has ended on its last day.
    AccessRanOut,
    /// A step cannot be undone yet: it will be retried.
    UndoWaiting(StepKind),
    /// A step was undone.
    StepUndone(StepKind),
    /// A step cannot be undone: its effect remains.
    StepRemains(StepKind),
}

/// One line of an invitation's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When it happened.
    pub at: OffsetDateTime,
    /// What happened.
    pub event: HistoryEvent,
    /// The reason, for waits and failures.
    pub problem: Option<Problem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_texts_of_steps_stay() {
        let texts = StepKind::ALL.map(StepKind::as_str).join(" ");
        assert_eq!(
            texts,
            "find-person send-invitation await-sign-up request-access-package set-attributes join-group grant-app-role record-access send-mail add-sponsor tell-inviter"
        );
    }
}
