#![doc = include_str!("../README.md")]

pub mod avatar;
#[cfg(feature = "csr")]
mod browser;
#[cfg(feature = "csr")]
pub mod copying;

pub mod endpoints;
mod icon;
pub mod ids;
pub mod responses;
pub mod settings;
pub mod share;
pub mod states;
pub mod toasts;
pub mod wire;
