#![doc = include_str!("../README.md")]

mod browser;
mod copy;
mod icon;
mod live_states;
mod share;
mod text_area;
mod toast;

pub use browser::plural::Counted;
pub use copy::{CopyButton, CopySource};
pub use icon::{Icon, Sprite};
pub use live_states::LiveStates;
pub use share::{Choice, Match, ShareDialog, ShareSetup, ShareTexts, Trouble, Typed, initials};
pub use text_area::TextArea;
pub use toast::{ToastRegion, ToastText, ToastTexts, Toasts};

/// The addresses of the server functions that the islands post to. A test of `app` holds them against the functions themselves.
pub mod address {
    /// Sends the share form.
    pub const SHARE: &str = "/api/share/send";
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
    /// Dismisses a toast.
    pub const DISMISS: &str = "/api/toasts/dismiss";
}
