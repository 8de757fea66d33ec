//! The browser, as far as the islands need it.

mod answer;
mod ask;
mod dom;
mod plural;
mod wait;

pub use answer::Answer;
pub use ask::{Failure, ask, ask_with};
pub use dom::{all, by_id, choose, choose_by, document, in_sight, listen, show, slot, stamp, window};
pub use plural::counted;
pub use wait::wait;
