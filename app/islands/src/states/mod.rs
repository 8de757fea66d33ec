//! The invitations list, and the page of one, stay true while they are on the screen.

#[cfg(feature = "csr")]
mod live;
pub mod state;
mod view;

#[cfg(feature = "csr")]
pub use live::mount;
pub use view::line;

use crate::answers::StateReply;
use crate::wire::wire;

wire! {
    /// What a page starts with.
    pub struct StatesStart {
        /// The address of the icons.
        pub sprite: String,
        /// The invitations on the page, as drawn.
        pub states: Vec<StateReply>,
        /// The page shows more of its invitation than the state: it is drawn anew when that changes.
        pub whole_page: bool,
    }
}

/// The symbol of a state.
pub fn symbol(state: &str) -> &'static str {
    match state {
        "working" | "undoing" => "spinner",
        "waiting" => "clock",
        "stopped" => "warning",
        "sent" => "mail",
        "failed" => "error-circle",
        "accepted" | "shared" => "checkmark-circle",
        "undone" => "arrow-undo",
        _ => "circle",
    }
}
