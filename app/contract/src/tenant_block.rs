//! The block of a tenant: Microsoft takes no invitations of it.

use time::OffsetDateTime;

/// Microsoft takes no invitations of the tenant. In the extensions of a request, beside the [`Caller`](crate::Caller).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenantBlock {
    /// Since when.
    pub since: OffsetDateTime,
}

/// Whether an administrator may have an invitation find out now that a block is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockProbe {
    /// One that has stopped for the block may.
    Possible,
    /// Not before this time: finding out too often makes it worse.
    NotBefore(OffsetDateTime),
    /// Some have stopped for it, and whoever shared them is signed out, so that none could be sent: the next that an administrator sends finds out.
    NobodySignedIn,
    /// None has stopped for it: the next that an administrator sends finds out.
    NothingStopped,
}
