#![doc = include_str!("../README.md")]

mod call;
mod clock;
mod console;
mod control;
mod cors;
mod directory_api;
mod emulator;
mod faults;
mod home;
mod journal;
mod keys;
mod listen;
mod login;
mod mailbox;
mod notifications;
mod options;
mod pages;
mod redeem;
pub mod seed;
mod sign_up;
mod site;
mod throttle;
pub mod world;

#[doc(hidden)]
pub use directory_api::rewritten_filter;
pub use directory_api::text_literals;
pub use emulator::{Emulator, StartError, run, start};
pub use faults::{BadToken, Family, Fault, FaultEffect, FaultOn, Garble, Shape, Throttled};
pub use keys::KeyError;
pub use listen::tls::TlsError;
pub use options::Options;
pub use world::{World, app::Client, mail::Mail};
