#![doc = include_str!("../README.md")]

mod call;
mod clock;
mod control;
mod directory_api;
mod emulator;
mod faults;
mod home;
mod journal;
mod keys;
mod listen;
mod login;
mod mailbox;
mod options;
mod pages;
mod redeem;
pub mod seed;
mod site;
pub mod world;

pub use directory_api::text_literals;
pub use emulator::{Emulator, StartError, run, start};
pub use faults::{Fault, FaultEffect, FaultOn};
pub use keys::KeyError;
pub use listen::tls::TlsError;
pub use options::Options;
pub use world::{World, app::Client, mail::Mail};
