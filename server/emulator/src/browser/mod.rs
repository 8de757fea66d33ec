//! What one browser has with the emulator: who is signed in there, how to go on to the page that asked, and errors as Entra ID shows them.

mod catalogue;
pub mod error;
pub mod explain;
pub mod resume;
pub mod session;
