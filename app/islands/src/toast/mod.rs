//! Toasts: drawn by the server, added to while the page is open, dismissed by a form.

mod live;
mod setup;

pub use live::{FOLLOW, ToastRegion, Toasts};
pub use setup::{ToastText, ToastTexts};
