//! The binary as a stranger meets it: as a process, over HTTP, with the emulator's control addresses as the only other handle.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, clippy::too_many_lines)]
#![allow(clippy::format_push_string, reason = "texts that a snapshot holds are put together piece by piece")]

mod access;
mod asked;
mod beside;
mod block;
mod commands;
mod csrf;
mod error_pages;
mod event_stream;
mod first_release;
mod forms;
mod from_anywhere;
mod guests;
mod idempotency;
mod kills;
mod last_day;
mod limits;
mod live_states;
mod look;
mod outline;
mod own_mail;
mod pages;
mod secrets;
mod session;
mod settings;
mod share_fields;
mod signing_in;
mod signing_up;
mod snapshots;
mod speculation_rules;
mod speed;
mod stopping;
mod test_server;
