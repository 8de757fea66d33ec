//! The share dialog as the server draws it: an ordinary form, and the templates from which the island stamps what appears later.

mod choices;
mod dialog;
mod fields;
mod picker;
mod progress;
mod setup;

pub(crate) use dialog::Share;
pub(crate) use setup::{Setup, setup};
