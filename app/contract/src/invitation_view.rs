//! One invitation with its item.

use crate::{EntraUserId, GivenAttribute, InvitationRow, Item, StepReport};
use time::OffsetDateTime;

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
