#![doc = include_str!("../README.md")]

pub mod ahead;
pub mod calls;
mod document;
mod frame;
mod leaving;
mod pages;
mod routes;
mod scope;
mod share;
mod widgets;

pub use document::{Assets, Nonce};
pub use leaving::{Visit, sign_in_again, status_of, trouble_address};
pub use routes::{App, PAGES};
pub use scope::Ports;
