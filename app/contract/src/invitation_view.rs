//! Invitations as their pages show them: the list, and one with its item.

use time::OffsetDateTime;

use crate::{
    EntraUserId, GivenAttribute, HistoryEntry, InvitationId, InvitationState, Item, ItemId, Problem,
    RoleName, StateReport, StepReport,
};

/// The filter of the invitations page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationFilter {
    /// Only this state.
    pub state: Option<InvitationState>,
    /// Only invitations older than this one, which is the last of the previous page.
    pub before: Option<InvitationId>,
    /// Everyone's instead of the caller's own: for administrators.
    pub everyone: bool,
    /// Of everyone's, only those to or by somebody whose name, last name or address starts with this; empty for all.
    pub text: String,
}

/// A page of invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationList {
    /// Newest first.
    pub rows: Vec<InvitationRow>,
    /// Whether there are older ones.
    pub has_older: bool,
    /// Whether more people fit the text than were looked at: some of their invitations may be missing.
    pub is_cut: bool,
}

/// One line of the invitations page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about it, independently of the others"
)]
pub struct InvitationRow {
    /// Which invitation.
    pub id: InvitationId,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The address that was invited.
    pub address: String,
    /// Whether the person comes from outside the organisation, as far as that is known.
    pub outside: bool,
    /// The item.
    pub item: ItemId,
    /// The item's title.
    pub item_title: String,
    /// The role.
    pub role: RoleName,
    /// Its state.
    pub state: InvitationState,
    /// Why the invitation waits, stopped or failed.
    pub problem: Option<Problem>,
    /// When the inviter requested it.
    pub created: OffsetDateTime,
    /// Whether there is a redeem link to copy: its inviter's alone.
    pub has_link: bool,
    /// The inviter's name where it is not the caller, who then is an administrator.
    pub inviter: Option<String>,
    /// Who asked to undo it, or ended or changed its access, if it was not its inviter.
    pub undone_by: Option<String>,
    /// How often a person has asked for a retry. The retry form sends this number, so that a form sent twice has one effect.
    pub tries: u32,
    /// Whether the person was given access without a new invitation, and has not accepted an earlier one yet.
    pub awaits_guest: bool,
    /// Whether it is undone because its access has ended, or is another.
    pub access_ended: bool,
    /// The timeline so far, oldest first.
    pub history: Vec<HistoryEntry>,
}

impl InvitationRow {
    /// Its state, with everything that its sentence needs.
    pub fn report(&self) -> StateReport {
        StateReport {
            invitation: self.id.clone(),
            state: self.state,
            problem: self.problem.clone(),
            awaits_guest: self.awaits_guest,
            access_ended: self.access_ended,
        }
    }
}

/// One invitation with its item, for the page of the invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one button is there, independently of the others"
)]
pub struct InvitationView {
    /// The invitation as the list shows it.
    pub row: InvitationRow,
    /// The item.
    pub item: Item,
    /// Its steps in order.
    pub steps: Vec<StepReport>,
    /// What the form was told of the guest.
    pub attributes: Vec<GivenAttribute>,
    /// Whether the caller may invite its guest again by it, who has not accepted yet: it is theirs, and no other invitation stands for it.
    pub may_be_resent: bool,
    /// Whether the caller, as its inviter, may have the mail sent again by whose link nobody has signed up yet.
    pub may_send_mail_again: bool,
    /// Whether its inviter, or an administrator, may undo it.
    pub may_be_undone: bool,
    /// Whether the caller, as its inviter, may go on without the mail of ours that it waits for.
    pub may_skip_mail: bool,
    /// About whom the inviter is asked: they have signed in through the link in the mail, and the directory does not say that they are the person.
    pub signed_up: Option<SignedUpPerson>,
}

/// Somebody who has signed in through the link in a mail, as the directory shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedUpPerson {
    /// Their object id.
    pub id: EntraUserId,
    /// The name to show.
    pub name: String,
    /// The address to show; empty if the directory has none.
    pub address: String,
    /// Whether they are a guest of the tenant; a member is a colleague.
    pub is_guest: bool,
    /// Since when the directory has them.
    pub since: Option<OffsetDateTime>,
}
