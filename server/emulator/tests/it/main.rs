//! The emulator from outside, over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod control;
mod harness;
mod invitations;
mod journal;
mod query;
mod redemption;
mod sign_in;
mod tls;
mod token;
mod update;
mod users;
