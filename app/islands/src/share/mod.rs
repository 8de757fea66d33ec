//! The share dialog: an ordinary form that knows more once the wasm has arrived.

mod dialog;
mod follow;
mod form;
mod lookup;
mod picker;

pub use dialog::attach;
