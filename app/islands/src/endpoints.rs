//! The addresses of the server functions that the islands call, and the names of their fields. A test of `app` compares both with the server functions.

/// Finds people.
pub const PEOPLE: &str = "/api/people/find";
/// Judges recipients: the share form, of which only the recipients to be judged, the role and the last day count.
pub const JUDGE: &str = "/api/share/judge";
/// Says what the share form would do.
pub const PLAN: &str = "/api/share/plan";
/// How the invitations of a share go.
pub const PROGRESS: &str = "/api/share/progress";
/// Tries an invitation again.
pub const RETRY: &str = "/api/invitations/try-again";
/// The states of the invitations on a page.
pub const STATES: &str = "/api/invitations/states";
/// The redeem link.
pub const LINK: &str = "/api/invitations/link";
/// The toasts that are not dismissed yet.
pub const TOASTS: &str = "/api/toasts/unseen";
/// Dismisses the toasts about an invitation.
pub const DISMISS_FOR_INVITATION: &str = "/api/toasts/told";
/// Dismisses a toast.
pub const DISMISS: &str = "/api/toasts/dismiss";

/// What is said of a section's form while it is being filled in.
pub const CHECK_SETTINGS: &str = "/api/settings/check";

/// The status of the answer to a form that was rendered before the settings changed: sent as a plain form, it comes back with what it lacks.
pub const OUTDATED_FORM: u16 = 422;

/// The page of all invitations.
pub const INVITATIONS_PAGE: &str = "/invitations";

/// The page of an invitation.
pub fn invitation_page(id: &str) -> String {
    ["/invitations/", id].concat()
}

/// The names of the fields.
pub mod field {
    /// The typed text, of [`super::PEOPLE`].
    pub const TEXT: &str = "text";
    /// The item, of [`super::PEOPLE`].
    pub const ITEM: &str = "item";
    /// The share, of [`super::PROGRESS`].
    pub const SHARE: &str = "share";
    /// How often a retry was asked for, of [`super::RETRY`].
    pub const TRIES: &str = "tries";
    /// The recipients of the share form, one line each; the browser adds `[0]` and so on.
    pub const RECIPIENTS: &str = "form[recipients]";
    /// Between the line of a recipient and what is chosen of them, in a form without scripts. It stands in no address and in no name.
    pub const CHOSEN: char = '\u{2028}';
    /// The people field of the share form.
    pub const ADDRESS: &str = "form[address]";
    /// The name of the one new guest of the share form.
    pub const NAME: &str = "form[name]";
    /// The item of the share form.
    pub const FORM_ITEM: &str = "form[item]";
    /// The role of the share form.
    pub const ROLE: &str = "form[role]";
    /// Whether recipients who may not be sent to are left out.
    pub const LEAVE_OUT: &str = "form[leave_out]";
    /// The new guests who stand before the recipients to be judged: how many of them are invited, …
    pub const AHEAD_NEW: &str = "ahead[new]";
    /// … how many get a new invitation, …
    pub const AHEAD_RESENT: &str = "ahead[resent]";
    /// … and how many join one, or are not known yet; of [`super::JUDGE`].
    pub const AHEAD_JOINING: &str = "ahead[joining]";
    /// The invitation.
    pub const INVITATION: &str = "invitation";
    /// The invitations, one field for each, of [`super::STATES`].
    pub const INVITATIONS: &str = "invitations[]";
    /// The toast.
    pub const TOAST: &str = "toast";
    /// The page to redirect to, for a plain form.
    pub const BACK: &str = "back";
}
