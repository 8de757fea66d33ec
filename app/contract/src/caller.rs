//! Who asks.

use crate::{EntraUserId, SafeUrl, SessionKey, TenantId};

/// The signed-in person behind a request. Made from the session by the back end's middleware; never serialised.
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
    /// Holds the app role `Vestibule.Admin`.
    pub is_admin: bool,
    /// A guest of the tenant: sees only what was shared with them, and shares nothing.
    pub is_guest: bool,
    /// The session, for signing out.
    pub session: SessionKey,
}

/// What a person who has signed out is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOut {
    /// The authority's own sign-out.
    pub onward: SafeUrl,
    /// How many of the person's invitations are still under way; for them the tokens stay until they end, a day at most.
    pub open_invitations: u64,
}
