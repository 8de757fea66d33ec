//! The one place where toasts appear. The server draws those that it knows; in the browser the list goes on from there.

#[cfg(feature = "csr")]
mod live;
pub mod state;
mod view;

#[cfg(feature = "csr")]
pub use live::{announce, announce_told, mount};
pub use view::{list, toast};

use crate::answers::ToastText;
use crate::wire::wire;

wire! {
    /// What the list starts with.
    pub struct ToastsStart {
        /// What every toast needs to be drawn.
        pub look: ToastLook,
        /// Newest first.
        pub toasts: Vec<ToastText>,
        /// Something is under way that will be told about.
        pub awaited: bool,
    }

    /// What every toast needs to be drawn.
    pub struct ToastLook {
        /// The address of the icons.
        pub sprite: String,
        /// The page to come back to, for the plain form.
        pub back: String,
        /// The word of the button that dismisses.
        pub dismiss: String,
        /// What stands before a reference.
        pub reference: String,
    }
}
