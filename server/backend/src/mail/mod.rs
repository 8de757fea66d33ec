//! Our own mail: its text, and the mail server.

mod compose;
pub(crate) mod link_secret;
mod own_text;
mod server;
pub(crate) mod template;

pub(crate) use compose::{MailText, Values, compose};
pub(crate) use own_text::own_text;
pub(crate) use server::{MailError, OwnMail};
pub use server::{MailServer, MailServerError};
