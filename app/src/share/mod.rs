//! The share dialog as the server renders it: a plain form, and the templates that the island clones.

mod asked;
mod dialog;
mod disambiguation;
mod fields;
mod form_state;
mod options;
mod picker;
mod progress;

pub(crate) use dialog::Share;
pub(crate) use form_state::ShareFormState;
