//! What the link in a mail of ours shows and where it goes on to.

use crate::{InvitationId, KindName, RedeemLink, RoleName, SafeUrl};

/// What the link in a mail of ours leads to, as the person who follows it may see before they sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalInvitation {
    /// Which invitation.
    pub id: InvitationId,
    /// Who shared.
    pub inviter: String,
    /// The item's title.
    pub item_title: String,
    /// The item's kind; absent if the item is gone.
    pub kind: Option<KindName>,
    /// What the person may do.
    pub role: RoleName,
    /// The address of the account to sign in with.
    pub account: String,
    /// Whether the link leads anywhere still.
    pub is_open: bool,
    /// Whether it leads to Microsoft's redemption, and not to the item itself.
    pub needs_redemption: bool,
}

/// Where the link in a mail of ours goes on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArrivalTarget {
    /// Microsoft's redemption: the link is a secret.
    Redemption(RedeemLink),
    /// The item: there is nothing to redeem, or not any more.
    Item(SafeUrl),
}
