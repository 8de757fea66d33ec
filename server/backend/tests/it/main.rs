//! Integration tests.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, clippy::disallowed_methods)]
mod clock;
mod invariants;
mod sharing;
mod sign_in;
