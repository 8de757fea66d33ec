//! The person behind a request.

use crate::{EntraUserId, Problem, SafeUrl, SessionKey, TenantId};

/// The person behind a request. Made by the back end's middleware; never serialised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The tenant that signed the person in.
    pub tenant: TenantId,
    /// The person in that tenant.
    pub user: EntraUserId,
    /// The name to show.
    pub name: String,
    /// An address to show; never a key.
    pub address: Option<String>,
    /// Has a mail address in the tenant: without one, Microsoft leaves the inviter's message out of its mail ("Troubleshoot B2B collaboration").
    pub has_mail: bool,
    /// Holds the app role `Vestibule.Admin`.
    pub is_admin: bool,
    /// A guest of the tenant: sees only what was shared with them, and shares nothing.
    pub is_guest: bool,
    /// How the person comes to us.
    pub via: Via,
}

impl Caller {
    /// Whether the person sees and changes what holds for everybody: a member with the app role.
    pub const fn is_administrator(&self) -> bool {
        self.is_admin && !self.is_guest
    }
}

/// How a person comes to us. Code that needs a session matches on this, and states what it does without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// With a browser, signed in.
    Session {
        /// The session, for signing out.
        key: SessionKey,
    },
}

/// In place of a [`Caller`]: somebody is signed in, and may do nothing but sign out, because for too long nobody knows whether the account is still
/// there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCaller {
    /// What stands in the way.
    pub problem: Problem,
    /// Whose session it is.
    pub person: Caller,
}

/// The result of signing out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOut {
    /// The sign-out page of the authority, where the browser goes next.
    pub sign_out_url: SafeUrl,
    /// How many of the person's invitations are still under way; for them the tokens stay until they end, a day at most.
    pub open_invitations: u64,
}
