//! One invitation with its item.

use crate::{GivenAttribute, InvitationRow, Item, StepReport};

/// One invitation with its item, for the page of the invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Whether its inviter, or an administrator, may undo it.
    pub may_be_undone: bool,
    /// Whether the caller, as its inviter, may go on without the mail of ours that it waits for.
    pub may_skip_mail: bool,
}
