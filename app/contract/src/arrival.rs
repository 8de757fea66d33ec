//! What the link in a mail of ours shows and where it goes on to.

use crate::{InvitationId, KindName, LocalPath, RedeemLink, RoleName, SafeUrl};

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
    /// Where it leads.
    pub leads_to: ArrivalWay,
}

/// Where the link in a mail of ours leads whoever has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrivalWay {
    /// To Microsoft's redemption.
    Redemption,
    /// To an access package, which whoever is new asks for before they sign in here: as long as nobody is known to be the person.
    Package,
    /// To our own sign-in, where whoever is new signs up.
    SignUp,
    /// To the item itself.
    Item,
}

/// Where the link in a mail of ours goes on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArrivalTarget {
    /// Microsoft's redemption: the link is a secret.
    Redemption(RedeemLink),
    /// The item: there is nothing to redeem, or not any more.
    Item(SafeUrl),
    /// The page of the link itself, after signing in: who is new signs up there.
    SignIn(LocalPath),
    /// An access package in My Access, which whoever is new asks for.
    Package(SafeUrl),
}

/// How far somebody who is signed in has come on the page of a link that they sign up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUpState {
    /// They have not said that it is for them.
    Open,
    /// Only guests sign up: a member has nothing to do here.
    OfMember,
    /// They have, and the directory is asked about them, or what they get is being got ready.
    Checking,
    /// It goes on later, or when somebody has mended something; or another account is looked at.
    Delayed,
    /// The inviter is asked whether it is for them.
    Asked,
    /// The inviter has said that it is for somebody else.
    Denied,
    /// The item is open to them.
    Done,
}
