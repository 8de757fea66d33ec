//! Who asks.

use crate::{EntraUserId, SessionKey, TenantId};

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
