#![doc = include_str!("../README.md")]

pub mod calls;
mod document;
mod layout;
mod pages;
mod redirect;
mod request;
mod routes;
mod settings;
mod share;
pub mod speculation_rules;
mod widgets;

pub use calls::response::problem_json;
pub use calls::settings::{LOOK, look_page, page_after_look};
pub use document::{Assets, Nonce};
pub use redirect::{RequestKind, error_page_url, session_lapsed_url, sign_in_url, status_of};
pub use request::Ports;
pub use routes::{App, page_addresses};
