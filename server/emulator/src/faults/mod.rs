//! Faults as data: which requests, when, what happens.

mod answer;
mod body;
mod effect;
mod family;
pub(crate) mod fault;
mod guest_faults;
pub(crate) mod layer;
pub(crate) mod preset;
pub(crate) mod request_facts;
mod response_faults;
mod schedule;
pub(crate) mod set;
#[cfg(test)]
mod tests;

pub use effect::{BadToken, Extension, FaultEffect, Garble, Shape, Throttled};
pub use family::Family;
