//! The share dialog as the server renders it: a plain form, which the island takes over.

mod access;
mod asked;
mod dialog;
mod errors;
mod fields;
mod form_state;
mod options;
mod people;
mod recipients;
mod texts;

pub(crate) use access::AccessSection;
pub(crate) use dialog::Share;
pub(crate) use form_state::ShareFormState;
