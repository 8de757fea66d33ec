//! Keeps the states on the invitations page, and on the page of one invitation, up to date.

#[cfg(feature = "csr")]
mod live;
pub mod state;
mod view;

#[cfg(feature = "csr")]
pub use live::mount;
pub use view::line;

use crate::responses::StateResponse;
use crate::wire::wire;

wire! {
    /// The start data of a page.
    pub struct StatesStart {
        /// The address of the icons.
        pub sprite: String,
        /// The invitations on the page, as rendered.
        pub states: Vec<StateResponse>,
        /// Whether the page shows more of its invitation than the state, and so is reloaded when the state changes.
        pub whole_page: bool,
        /// Whether whoever looks is told of each change: of their own invitations, of nobody else's.
        pub is_told: bool,
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
