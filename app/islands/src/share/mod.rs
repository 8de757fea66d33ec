//! The share dialog: an ordinary form that knows more once the wasm has arrived.

mod choices;
mod dialog;
mod fields;
mod follow;
mod picker;
mod progress;
mod setup;
mod state;

pub use dialog::ShareDialog;
pub use picker::initials;
pub use setup::{Choice, Match, ShareSetup, ShareTexts, Trouble, Typed};
