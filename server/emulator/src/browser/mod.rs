//! What all of Entra ID's pages use: the browser's session, the address to continue with, and errors.

pub mod error;
mod error_codes;
pub mod error_page;
pub mod resume;
pub mod session;
