//! Invitations as pages show them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::text_enum::text_enum;
use crate::{InvitationId, Item, ItemId, Problem, RoleName};

/// Lists the steps once, in the order of a plan, for whoever needs something of each: `name: text, module of its texts`.
#[macro_export]
macro_rules! for_each_step {
    ($callback:ident) => {
        $callback! {
            /// Look the person up in the directory.
            FindPerson "find-person" find_person,
            /// Post the invitation to Microsoft Graph as the inviter.
            SendInvitation "send-invitation" send_invitation,
            /// Give access in our own directory.
            RecordAccess "record-access" record_access,
            /// Tell the inviter what happened.
            TellInviter "tell-inviter" tell_inviter,
        }
    };
}

macro_rules! step_kinds {
    ($($(#[$doc:meta])* $name:ident $text:literal $module:ident,)*) => {
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
    /// How far a step is.
    StepState {
        /// Not begun.
        Open = "open",
        /// Being done now.
        Working = "working",
        /// Done.
        Done = "done",
        /// Will be tried again by itself.
        Waiting = "waiting",
        /// A person must decide.
        Stopped = "stopped",
        /// Failed for good.
        Failed = "failed",
        /// Done once, and taken back as far as that is possible.
        Undone = "undone",
    }

    /// Where an invitation stands.
    InvitationState {
        /// Steps are open and will be run.
        Working = "working",
        /// A step failed in a way that time heals; it is tried again by itself.
        Waiting = "waiting",
        /// A person must decide before it goes on.
        Stopped = "stopped",
        /// The guest has been invited and has not arrived yet.
        Sent = "sent",
        /// The guest has accepted.
        Accepted = "accepted",
        /// Somebody the directory already knew was given access; no invitation was needed.
        Shared = "shared",
        /// Refused for good.
        Failed = "failed",
        /// Its steps are being undone, last first.
        Undoing = "undoing",
        /// What its steps did was taken back, as far as that is possible.
        Undone = "undone",
    }
}

impl InvitationState {
    /// Whether the runner has nothing more to do by itself.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Working | Self::Waiting | Self::Undoing)
    }
}

/// A step as the dialog and the invitations page show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepReport {
    /// Which step.
    pub kind: StepKind,
    /// How far it is.
    pub state: StepState,
}

/// The live view of one invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which invitation.
    pub invitation: InvitationId,
    /// Where it stands.
    pub state: InvitationState,
    /// Its steps in order.
    pub steps: Vec<StepReport>,
    /// Why it waits, stopped or failed.
    pub problem: Option<Problem>,
    /// Whether there is a redeem link to copy.
    pub has_link: bool,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The item's title.
    pub item_title: String,
    /// The role that the person had already and keeps, if it is at least the one asked for.
    pub kept: Option<RoleName>,
    /// Was given access without an invitation of ours, and has not accepted an earlier one yet.
    pub awaits_guest: bool,
}

/// Where one invitation of a list stands: all that it takes to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateReport {
    /// Which invitation.
    pub invitation: InvitationId,
    /// Where it stands.
    pub state: InvitationState,
    /// Why it waits, stopped or failed.
    pub problem: Option<Problem>,
    /// Was given access without an invitation of ours, and has not accepted an earlier one yet.
    pub awaits_guest: bool,
}

/// What the invitations page is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationFilter {
    /// Only this state.
    pub state: Option<InvitationState>,
    /// Only what is older than this invitation of the caller's: the last one of the page before.
    pub before: Option<InvitationId>,
}

/// A page of invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationList {
    /// Newest first.
    pub rows: Vec<InvitationRow>,
    /// Whether there are older ones.
    pub has_older: bool,
}

/// One line of the invitations page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Which invitation.
    pub id: InvitationId,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The address that was invited.
    pub address: String,
    /// The item.
    pub item: ItemId,
    /// The item's title.
    pub item_title: String,
    /// The role.
    pub role: RoleName,
    /// Where it stands.
    pub state: InvitationState,
    /// Why it waits, stopped or failed.
    pub problem: Option<Problem>,
    /// When it was asked for.
    pub created: OffsetDateTime,
    /// Whether there is a redeem link to copy.
    pub has_link: bool,
    /// How often a person has asked to try again: whoever asks says it, so that a form sent twice has its effect once.
    pub tries: u32,
    /// Was given access without an invitation of ours, and has not accepted an earlier one yet.
    pub awaits_guest: bool,
    /// What happened so far, oldest first.
    pub history: Vec<HistoryEntry>,
}

/// Something that happened to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event", content = "step")]
pub enum HistoryEvent {
    /// The inviter asked for it.
    Asked,
    /// A step was done.
    StepDone(StepKind),
    /// A step will be tried again.
    StepWaiting(StepKind),
    /// A step needs a person.
    StepStopped(StepKind),
    /// A step failed for good.
    StepFailed(StepKind),
    /// The inviter asked to try again.
    TriedAgain,
    /// The link was copied.
    LinkCopied,
    /// The guest accepted.
    Accepted,
    /// The inviter asked for it to be undone.
    UndoRequested,
    /// What a step did was taken back.
    StepUndone(StepKind),
    /// What a step did stays: it cannot be taken back.
    StepRemains(StepKind),
}

/// One line of an invitation's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: OffsetDateTime,
    /// What.
    pub event: HistoryEvent,
    /// Why, for waits and failures.
    pub problem: Option<Problem>,
}

/// One invitation with its item, as its own page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// The line of the list.
    pub row: InvitationRow,
    /// The item.
    pub item: Item,
    /// Its steps in order.
    pub steps: Vec<StepReport>,
}

/// The link by which a guest accepts. A secret: not serialisable, not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RedeemLink(String);

impl RedeemLink {
    /// Wraps a link that Graph returned.
    pub const fn new(link: String) -> Self {
        Self(link)
    }

    /// The link itself: for the clipboard, the vault and the guest's mail, nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for RedeemLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RedeemLink(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_texts_of_steps_stay() {
        let texts = StepKind::ALL.map(StepKind::as_str).join(" ");
        assert_eq!(texts, "find-person send-invitation record-access tell-inviter");
    }
}
