//! The texts as other crates get them, and the build's checks against planted errors.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../build/mod.rs"]
mod build;

mod dates;
mod invitations;
mod locale_errors;
mod names;
mod plurals;
mod problems;
mod product_name;
mod shares;
mod toasts;
mod unused;
