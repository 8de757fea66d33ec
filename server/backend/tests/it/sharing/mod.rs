//! Sharing: from the form to the guest on the item.

mod again;
mod arrival;
mod costs;
mod emulated;
mod former_roles;
mod graph;
mod items;
mod kills;
mod log;
mod people;
mod pipeline;
mod postgres;
mod rate_limit;
mod reach;
mod runner;
mod settings;
mod share;
mod town;
mod unknown;

pub use graph::guid;
pub use town::{ITEM, Town, adele, form};
