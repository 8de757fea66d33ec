//! Errors in locale files, with the file and the key.

use std::fmt;

/// One error in a locale file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleError {
    /// The file's name within `locales`.
    pub file: String,
    /// The flattened key; empty if the error is about the whole file.
    pub key: String,
    /// What must be fixed.
    pub message: String,
}

impl LocaleError {
    /// An error about one text.
    pub fn new(file: &str, key: &str, message: impl fmt::Display) -> Self {
        Self { file: file.to_owned(), key: key.to_owned(), message: message.to_string() }
    }

    /// An error about a whole file.
    pub fn of_file(file: &str, message: impl fmt::Display) -> Self {
        Self::new(file, "", message)
    }
}

impl fmt::Display for LocaleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.key.is_empty() { "" } else { ": " };
        write!(f, "locales/{}{colon}{}: {}", self.file, self.key, self.message)
    }
}
