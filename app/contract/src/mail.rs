//! The mail that tells a person what was shared with them.

use serde::{Deserialize, Serialize};

use crate::text_enum::text_enum;
use crate::{InvitationId, KindName, RoleName, SafeUrl};

text_enum! {
    /// Who writes to the person.
    MailWay {
        /// Microsoft, to whoever is invited; to somebody known nobody does.
        Microsoft = "microsoft",
        /// Vestibule, by the organisation's mail server.
        Own = "own",
        /// The inviter, from their own mailbox, by Vestibule.
        Inviter = "inviter",
        /// Nobody: the inviter passes a link on.
        Link = "link",
    }
}

impl MailWay {
    /// Whether the mail is one of ours, which goes to known people too.
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Own | Self::Inviter)
    }
}

/// How a person learns what was shared with them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToldBy {
    /// By Microsoft's mail, if they are invited.
    #[default]
    Microsoft,
    /// By a mail of ours.
    Mail,
    /// By nobody but the inviter: no mail goes out.
    Inviter,
}

impl ToldBy {
    /// Whether it is as it is by default; stored texts are then as they were before there were other ways.
    pub(crate) const fn is_microsoft(&self) -> bool {
        matches!(self, Self::Microsoft)
    }
}

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
    Redemption(crate::RedeemLink),
    /// The item: there is nothing to redeem, or not any more.
    Item(SafeUrl),
}
