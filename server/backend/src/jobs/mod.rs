//! Jobs: work that must happen although this process may not live to see it.

mod cleanup;
mod lease;
mod queue;
mod runner;

pub(crate) use lease::Lease;
pub(crate) use queue::{JobHandler, JobHandlers, JobKind, enqueue, enqueue_all};
pub use runner::Runner;
