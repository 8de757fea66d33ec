//! The browser, as far as the islands need it.

mod ask;
mod dom;
mod mount;
mod plural;
mod wait;

pub use ask::{Failure, ask, ask_with};
pub use dom::{all, by_id, choose, choose_by, document, in_sight, listen, show, slot, stamp, window};
pub use mount::mount_over;
pub use plural::counted;
pub use wait::wait;
