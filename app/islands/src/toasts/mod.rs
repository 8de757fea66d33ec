//! The list of toasts. The server renders the toasts that it knows; the browser adds and removes toasts from there.

#[cfg(feature = "csr")]
mod live;
pub mod state;
mod view;

#[cfg(feature = "csr")]
pub use live::{dismiss_for_invitation, mount, notify_pending};
pub use view::{list, more, toast};

use crate::responses::ToastsResponse;
use crate::wire::wire;

wire! {
    /// The start data of the list.
    pub struct ToastsStart {
        /// What is needed to render a toast.
        pub look: ToastLook,
        /// What the server rendered.
        pub list: ToastsResponse,
        /// Whether an invitation is at work that will result in a toast.
        pub awaited: bool,
    }

    /// What is needed to render a toast.
    pub struct ToastLook {
        /// The address of the icons.
        pub sprite: String,
        /// The page to redirect to, for the plain form.
        pub back: String,
        /// The page with everything that toasts are about.
        pub activity: String,
        /// The label of the button that dismisses.
        pub dismiss: String,
        /// The text before a reference id.
        pub reference: String,
    }
}
