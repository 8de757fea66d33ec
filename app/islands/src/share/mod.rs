//! The share dialog: a plain form, enhanced once the wasm has loaded. It has one state with a pure reducer; the
//! renderer updates the server's markup, part by part, where the state has changed.

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

use crate::responses::{MatchResponse, ProblemBody};
use crate::wire::wire;

/// For whom the form is, by which both ends show some of its parts, of the standings of the chosen person and of those who may be meant: `new`; `known`,
/// to whom no mail goes out; or `pending`, where a guest who has not accepted yet is among them, to whom another mail can go.
pub fn audience<'a>(standings: impl Iterator<Item = &'a str>) -> &'static str {
    let mut audience = "new";
    for standing in standings {
        if standing == "pending" {
            return "pending";
        }
        audience = "known";
    }
    audience
}

wire! {
    /// The start data of the dialog, as the server rendered it.
    pub struct ShareStart {
        /// Whether the server rendered the dialog open, on a page of its own.
        pub open: bool,
        /// Why the form was rejected.
        pub problem: Option<ProblemBody>,
        /// The person who was chosen before.
        pub chosen: Option<MatchResponse>,
        /// The people who may be meant.
        pub candidates: Vec<MatchResponse>,
        /// The text for when our own server does not respond.
        pub unreachable: String,
        /// The same while the progress of an invitation is polled.
        pub unanswered: String,
    }
}
