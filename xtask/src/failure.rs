//! How a command ends when it does not end well.

use std::fmt::Display;
use std::io;

/// What a person at the terminal needs to know, with the command to run by hand where there is one.
#[derive(Debug)]
pub enum Failure {
    /// Ctrl-C or a request to terminate: everything started is stopped, nothing is printed.
    Interrupted,
    /// A sentence.
    Said(String),
}

/// The result of a task.
pub type Outcome<T> = Result<T, Failure>;

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Interrupted => f.write_str("interrupted"),
            Self::Said(sentence) => f.write_str(sentence),
        }
    }
}

/// A failure with this sentence.
pub fn said<T>(sentence: impl Into<String>) -> Outcome<T> {
    Err(Failure::Said(sentence.into()))
}

/// Adds what was being done to an error of the system.
pub trait While<T> {
    /// `what` completes the sentence "could not ...".
    fn could_not(self, what: impl Display) -> Outcome<T>;
}

impl<T> While<T> for io::Result<T> {
    fn could_not(self, what: impl Display) -> Outcome<T> {
        self.map_err(|error| Failure::Said(format!("could not {what}: {error}")))
    }
}
