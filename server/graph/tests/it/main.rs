//! The client against HTTP servers that answer as Graph may, and as it should not.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access_packages;
mod app_roles;
mod batch;
mod caller;
mod extensions;
mod finding;
mod groups;
mod inviting;
mod lines;
mod mailing;
mod privacy;
mod reading;
mod repeating;
mod sponsors;
mod tenants;
mod tokens;
mod updating;
