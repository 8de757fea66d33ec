//! Invitations as pages show them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{InvitationId, Item, ItemId, Problem, RoleName};

/// One effect of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Look the person up in the directory.
    FindPerson,
    /// Post the invitation to Microsoft Graph as the inviter.
    SendInvitation,
    /// Give access in our own directory.
    RecordAccess,
    /// Tell the inviter what happened.
    TellInviter,
}

impl StepKind {
    /// Every kind, in the order in which a plan lists them.
    pub const ALL: [Self; 4] =
        [Self::FindPerson, Self::SendInvitation, Self::RecordAccess, Self::TellInviter];

    /// The stable text of the kind.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FindPerson => "find-person",
            Self::SendInvitation => "send-invitation",
            Self::RecordAccess => "record-access",
            Self::TellInviter => "tell-inviter",
        }
    }

    /// The kind with this text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// Not begun.
    Open,
    /// Being done now.
    Working,
    /// Done.
    Done,
    /// Will be tried again by itself.
    Waiting,
    /// A person must decide.
    Stopped,
    /// Failed for good.
    Failed,
}

/// A step as the dialog and the invitations page show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepReport {
    /// Which step.
    pub kind: StepKind,
    /// How far it is.
    pub state: StepState,
}

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationState {
    /// Steps are open and will be run.
    Working,
    /// A step failed in a way that time heals; it is tried again by itself.
    Waiting,
    /// A person must decide before it goes on.
    Stopped,
    /// The guest has been invited and has not arrived yet.
    Sent,
    /// The guest has accepted.
    Accepted,
    /// Somebody the directory already knew was given access; no invitation was needed.
    Shared,
    /// Refused for good.
    Failed,
}

impl InvitationState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Working, Self::Waiting, Self::Stopped, Self::Sent, Self::Accepted, Self::Shared, Self::Failed];

    /// The stable text of the state.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Waiting => "waiting",
            Self::Stopped => "stopped",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Shared => "shared",
            Self::Failed => "failed",
        }
    }

    /// The state with this text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the runner has nothing more to do by itself.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Working | Self::Waiting)
    }
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
