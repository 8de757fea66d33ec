//! Integration tests.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, clippy::disallowed_methods)]
mod entry;
mod invariants;
mod sharing;
