//! Sign-in, session, vault, account and the HTTP edge, from outside.

mod account;
mod app;
mod authority;
mod edge;
mod emulator;
mod landings;
mod provider;
mod refused_tokens;
mod sessions;
mod sign_in;
mod vault;
