//! Faults as data: which requests, when, what happens.

mod after;
mod answer;
mod body;
mod effect;
mod family;
pub(crate) mod fault;
pub(crate) mod layer;
mod lost;
mod meeting;
pub(crate) mod preset;
mod schedule;
pub(crate) mod set;
#[cfg(test)]
mod tests;

pub use effect::{BadToken, FaultEffect, Garble, Shape, Throttled};
pub use family::Family;
