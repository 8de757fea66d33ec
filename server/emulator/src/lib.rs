#![doc = include_str!("../README.md")]

mod admin;
mod app_state;
mod browser;
#[expect(clippy::disallowed_methods, reason = "the one place that asks the system's clock")]
mod clock;
pub mod command;
mod cors;
mod emulator;
mod entra;
mod faults;
#[expect(
    clippy::disallowed_methods,
    reason = "its task ends with its holder, and its client asks this machine alone"
)]
mod follow;
mod graph_api;
mod journal;
mod keys;
#[expect(clippy::disallowed_methods, reason = "each listener's task is waited for, or ended, by its handle")]
mod listen;
#[expect(
    clippy::disallowed_methods,
    reason = "the one client that goes out; the task that sends ends with the emulator, and a delivery after its last attempt"
)]
mod notifications;
mod options;
mod pages;
mod patch;
mod path_pattern;
mod request_context;
pub mod seed;
#[expect(clippy::disallowed_methods, reason = "its task is waited for, or ended, by its handle")]
mod smtp;
mod start_error;
mod throttle;

pub use emulator::{Emulator, run, start};
pub use faults::{BadToken, Extension, Family, FaultEffect, Garble, Shape, Throttled};
pub use follow::FollowedClock;
#[doc(hidden)]
pub use graph_api::rewritten_filter;
pub use graph_api::text_literals;
pub use keys::KeyError;
pub use listen::tls::{BadCertificate, TlsError};
pub use options::{Options, SmtpLogin};
pub use seed::SeedError;
pub use start_error::StartError;
pub use world::{self, World, app::Client, mail::Mail};

pub use crate::faults::fault::{Fault, FaultOn, Recorded};
