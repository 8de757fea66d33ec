//! Server functions: scope, delegate, map. Each is a public endpoint with a stable address under `/api`; access is checked in the port.
#![expect(
    missing_docs,
    reason = "the macro makes a struct of each function's parameters and gives its fields no words"
)]
#![expect(clippy::unused_async, reason = "a server function is async, whether or not it has to wait")]

pub mod account;
pub mod choices;
pub mod invitations;
pub mod people;
pub mod reply;
pub mod share;
pub mod toasts;

#[cfg(test)]
mod tests;
