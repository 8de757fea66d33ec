//! The browser, as far as the islands need it.

pub mod answer;
pub mod ask;
pub mod plural;
pub mod wait;

pub use answer::Answer;
pub use ask::{Failure, ask, ask_with};
pub use wait::wait;
