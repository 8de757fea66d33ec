//! The share dialog: an ordinary form that knows more once the wasm has arrived. What it knows is one state with a pure reducer; the
//! renderer writes into what the server drew, part by part, where the state has changed.

mod apply;
pub mod state;

#[cfg(feature = "csr")]
mod attach;
#[cfg(feature = "csr")]
mod effects;
#[cfg(feature = "csr")]
mod render;

pub use apply::apply;
#[cfg(feature = "csr")]
pub use attach::attach;

use crate::answers::{MatchReply, ProblemBody};
use crate::wire::wire;

wire! {
    /// What the dialog starts with, as the server drew it.
    pub struct ShareStart {
        /// Drawn open, on a page of its own.
        pub open: bool,
        /// Why the form came back.
        pub problem: Option<ProblemBody>,
        /// Who may be meant.
        pub candidates: Vec<MatchReply>,
        /// What to say when our own server does not answer.
        pub unreachable: String,
        /// The same while an invitation is followed.
        pub unanswered: String,
    }
}
