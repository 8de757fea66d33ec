#![doc = include_str!("../README.md")]

mod admin;
mod browser;
mod call;
#[expect(clippy::disallowed_methods, reason = "the one place that asks the system's clock")]
mod clock;
pub mod command;
mod cors;
mod directory_api;
mod emulator;
mod faults;
#[expect(
    clippy::disallowed_methods,
    reason = "its task ends with its holder, and its client asks this machine alone"
)]
mod follow;
mod home;
mod journal;
mod keys;
#[expect(clippy::disallowed_methods, reason = "each listener's task is waited for, or ended, by its handle")]
mod listen;
mod login;
#[expect(
    clippy::disallowed_methods,
    reason = "the one client that goes out; the task that sends ends with the emulator, and a delivery after its last attempt"
)]
mod notifications;
mod options;
mod pages;
mod patch;
mod path_pattern;
mod redeem;
pub mod seed;
mod sign_up;
mod site;
mod throttle;

#[doc(hidden)]
pub use directory_api::rewritten_filter;
pub use directory_api::text_literals;
pub use emulator::{Emulator, StartError, run, start};
pub use faults::{BadToken, Family, FaultEffect, Garble, Shape, Throttled};
pub use follow::FollowedClock;
pub use keys::KeyError;
pub use listen::tls::TlsError;
pub use options::Options;
pub use seed::SeedError;
pub use world::{self, World, app::Client, mail::Mail};

pub use crate::faults::fault::{Fault, FaultOn, Recorded};
