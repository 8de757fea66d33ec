//! The addresses of the server functions that the islands post to. A test of `app` holds them against the functions themselves.

/// Looks people up.
pub const PEOPLE: &str = "/api/people/find";
/// Follows an invitation.
pub const PROGRESS: &str = "/api/invitations/progress";
/// States of the list.
pub const STATES: &str = "/api/invitations/states";
/// The redeem link.
pub const LINK: &str = "/api/invitations/link";
/// Toasts not yet dismissed.
pub const TOASTS: &str = "/api/toasts/unseen";
/// Takes back the toast about an invitation.
pub const TOLD: &str = "/api/toasts/told";
/// Dismisses a toast.
pub const DISMISS: &str = "/api/toasts/dismiss";
