//! The emulator from outside, over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod assertion;
mod challenge;
mod claims;
mod conditional_access;
mod consent;
mod control;
mod entra_errors;
mod harness;
mod invitations;
mod journal;
mod keys;
mod logout;
mod parity;
mod query;
mod redemption;
mod response_types;
mod sign_in;
mod tls;
mod token;
mod update;
mod users;
