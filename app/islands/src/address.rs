//! Where the islands post to, and the names of the fields that they send. A test of `app` holds both against the server functions.

/// Looks people up.
pub const PEOPLE: &str = "/api/people/find";
/// Follows an invitation.
pub const PROGRESS: &str = "/api/invitations/progress";
/// Where the invitations of a page stand.
pub const STATES: &str = "/api/invitations/states";
/// The redeem link.
pub const LINK: &str = "/api/invitations/link";
/// Toasts not yet dismissed.
pub const TOASTS: &str = "/api/toasts/unseen";
/// Takes back the toast about an invitation.
pub const TOLD: &str = "/api/toasts/told";
/// Dismisses a toast.
pub const DISMISS: &str = "/api/toasts/dismiss";

/// The page of an invitation.
pub fn invitation_page(id: &str) -> String {
    ["/invitations/", id].concat()
}

/// The names of the fields.
pub mod field {
    /// What was typed, of [`super::PEOPLE`].
    pub const TEXT: &str = "text";
    /// Which invitation.
    pub const INVITATION: &str = "invitation";
    /// Which invitations, once for each, of [`super::STATES`].
    pub const INVITATIONS: &str = "invitations[]";
    /// Which toast.
    pub const TOAST: &str = "toast";
    /// The page to come back to, of a plain form.
    pub const BACK: &str = "back";
}
