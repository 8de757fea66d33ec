//! Sign-in, session, vault, account and the HTTP edge, from outside.

mod account;
mod authority;
mod edge;
mod emulated;
mod landings;
mod provider;
mod refused_tokens;
mod sessions;
mod sign_in;
mod vault;
mod world;
