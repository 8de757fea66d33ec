//! What is wrong with a locale file, said so that its writer finds the place.

use std::fmt;

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name within `locales`.
    pub file: String,
    /// The flattened key, or nothing where the whole file is meant.
    pub key: String,
    /// What is wrong.
    pub says: String,
}

impl Fault {
    /// A fault of one text.
    pub fn new(file: &str, key: &str, says: impl fmt::Display) -> Self {
        Self { file: file.to_owned(), key: key.to_owned(), says: says.to_string() }
    }

    /// A fault of a whole file.
    pub fn of_file(file: &str, says: impl fmt::Display) -> Self {
        Self::new(file, "", says)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.key.is_empty() { "" } else { ": " };
        write!(f, "locales/{}{colon}{}: {}", self.file, self.key, self.says)
    }
}
