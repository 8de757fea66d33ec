//! Server functions: take the request context, call a port, map the result. Each is a public endpoint with a stable address under `/api`;
//! the port checks access.
#![expect(
    missing_docs,
    reason = "the macro makes a struct of each function's parameters and does not document its fields"
)]
#![expect(clippy::unused_async, reason = "a server function is async, whether or not it has to wait")]

pub mod access;
pub mod account;
pub mod arrivals;
pub(crate) mod choices;
pub mod invitations;
pub mod people;
pub mod preferences;
pub mod progress;
pub mod recipients;
pub mod response;
pub mod settings;
pub mod share;
pub mod toasts;

#[cfg(test)]
mod tests;
