//! Sign-in, session, vault, account and the HTTP layers, from outside.

mod account;
mod account_checks;
mod app;
mod authority;
mod emulator;
mod flow;
mod http_layers;
mod provider;
mod redirect_origins;
mod refused_tokens;
mod sessions;
mod token_vault;
