//! What the island draws, each part into its place in what the server rendered. Rows are plain functions of their data; a part with many of them is drawn
//! only when its version changes. Buttons say by `data-do` what they do; the dialog hears them.

mod chips;
mod matches;
mod message;
mod person;
mod plan;
mod progress;
mod said;
mod troubles;

pub(super) use chips::chips;
pub(super) use matches::matches;
pub(super) use message::message;
pub(super) use plan::plan;
pub(super) use progress::progress;
pub(super) use said::{hint, status};
pub(super) use troubles::troubles;
