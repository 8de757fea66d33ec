//! Sharing: from a typed address to a guest on the item.
//!
//! A form becomes an invitation with a stored line of steps ([`plan`]); the job runner takes the next open step, performs it, and stores
//! outcome and learned facts in one transaction. Every step is safe to repeat, so that a kill at any point loses and doubles nothing.

pub(crate) mod acceptance;
mod again;
mod arrival;
mod backoff;
mod facts;
mod form;
mod grant;
mod link;
mod offer;
mod plan;
mod port;
pub(crate) mod reached;
pub(crate) mod record;
pub(crate) mod run;
mod share;
mod sharing;
mod steps;
mod vanished;
mod verdict;
mod view;
pub(crate) mod watch;
mod work;

pub use plan::{Wish, plan};
pub use sharing::Sharing;
