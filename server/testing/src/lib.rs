#![doc = include_str!("../README.md")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    clippy::doc_markdown,
    clippy::similar_names,
    reason = "code of tests: what goes wrong here fails the test that called it"
)]

mod background;
mod browser;
mod database;
mod emulator;
pub mod html;
#[allow(missing_docs, reason = "facts, each named as what it is")]
pub mod invariants;
pub mod names;
mod ports;
mod response;
mod sign_in;

pub use background::Watch;
pub use browser::{Browser, FOREIGN};
pub use database::{TestDb, change, open_beside};
pub use ports::free_ports;
pub use response::BrowserResponse;
pub use storage::Storage;

pub use crate::emulator::{EmulatorHarness, START, parameter};
