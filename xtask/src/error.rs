//! The errors of the commands.

use std::fmt::Display;
use std::io;

/// An error for a person at the terminal, with the command to run by hand if there is one.
#[derive(Debug)]
pub enum Error {
    /// Ctrl-C or a request to terminate: all started programs are stopped, nothing is printed.
    Interrupted,
    /// A message.
    Message(String),
}

/// The result of a task.
pub type Result<T> = std::result::Result<T, Error>;

impl Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Interrupted => f.write_str("interrupted"),
            Self::Message(sentence) => f.write_str(sentence),
        }
    }
}

/// An error with this message.
pub fn fail<T>(sentence: impl Into<String>) -> Result<T> {
    Err(Error::Message(sentence.into()))
}

/// Adds the attempted action to an I/O error.
pub trait Context<T> {
    /// `what` completes the sentence "could not ...".
    fn could_not(self, what: impl Display) -> Result<T>;
}

impl<T> Context<T> for io::Result<T> {
    fn could_not(self, what: impl Display) -> Result<T> {
        self.map_err(|error| Error::Message(format!("could not {what}: {error}")))
    }
}
