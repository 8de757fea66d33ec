//! Why an invitation is refused.

use uuid::Uuid;

use crate::ids::UserId;

/// Why an invitation is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InviteRefused {
    /// Abuse heuristics.
    #[error("invitations are blocked for suspicious activity")]
    SuspiciousActivity,
    /// The tenant's policy does not let this caller invite.
    #[error("policy does not allow the invitation")]
    Policy,
    /// Only administrators invite members.
    #[error("only an administrator may invite a member")]
    MemberNeedsAdmin,
    /// The address is malformed.
    #[error("malformed address")]
    MalformedAddress,
    /// The redirect address is malformed.
    #[error("malformed redirect address")]
    MalformedRedirect,
    /// The display name is too long.
    #[error("the display name is too long")]
    LongDisplayName,
    /// More than one recipient of a copy.
    #[error("more than one cc recipient")]
    TooManyCopies,
    /// The address of the copy's recipient is malformed.
    #[error("malformed address of the copy")]
    MalformedCopy,
    /// More than five sponsors.
    #[error("more than five sponsors")]
    TooManySponsors,
    /// A sponsor is neither a user nor a group of the tenant.
    #[error("no such sponsor: {0}")]
    UnknownSponsor(Uuid),
    /// The address belongs to a group.
    #[error("a group's address")]
    GroupAddress,
    /// A member already has the address, or a blocked guest does.
    #[error("already in the directory as {user}")]
    AlreadyInDirectory {
        /// The user.
        user: UserId,
        /// Whether the account is blocked.
        blocked: bool,
    },
    /// Another object of the directory has the address: a member as a secondary proxy address, or a mail contact.
    #[error("another object has this address")]
    AddressTaken,
    /// The address belongs to one of the tenant's own domains.
    #[error("a verified domain of the directory")]
    OwnDomain,
    /// The domain lists block the address.
    #[error("the domain is not allowed")]
    DomainBlocked,
    /// Cross-tenant access of either side blocks the address.
    #[error("cross-tenant access does not allow it")]
    CrossTenantBlocked,
    /// A quota is used up.
    #[error("no more objects")]
    Quota(QuotaOwner),
    /// The caller may not reset redemption or convert a user.
    #[error("not allowed to reset redemption")]
    ResetNotAllowed,
    /// The user to reset or convert is unknown.
    #[error("no such user")]
    UnknownUser,
    /// The user to reset or convert does not have that address.
    #[error("the address is not on the user")]
    AddressNotOnUser,
    /// The user to reset was never invited.
    #[error("an internal user has no redemption to reset")]
    NothingToReset,
    /// The user to convert is synchronized from on-premises.
    #[error("a synchronized user is not converted")]
    Synchronized,
}

/// Whose quota of directory objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaOwner {
    /// The directory's.
    Tenant,
    /// The caller's, who holds no directory role.
    Principal,
}
