//! Our own mail: its text, and the mail server.

mod compose;
mod error;
pub(crate) mod host;
pub(crate) mod link_secret;
mod own_text;
mod server;
mod servers;
pub(crate) mod template;

pub(crate) use compose::{MailText, Values, compose};
pub(crate) use error::MailError;
pub(crate) use own_text::own_text;
pub(crate) use server::OwnMail;
pub use server::{MailServer, MailServerError};
pub use servers::MailServers;
