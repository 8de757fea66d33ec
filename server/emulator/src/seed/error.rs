//! Errors in seed files, with their place.

use std::{fmt::Display, io, ops::Range};

/// Why a seed cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SeedError(String);

impl SeedError {
    pub(super) fn unknown(name: &str) -> Self {
        Self(format!("there is no seed '{name}'"))
    }

    pub(super) fn unreadable(path: &str, error: &io::Error) -> Self {
        Self(format!("{path}: {error}"))
    }

    pub(super) fn name_taken(path: &str, name: &str) -> Self {
        Self(format!("{path}: a shipped seed is named '{name}': give the file another name"))
    }

    pub(super) fn no_base(path: &str, name: &str) -> Self {
        Self(format!("{path}: extends '{name}', which is no shipped seed"))
    }
}

/// An error in the text of a seed.
#[derive(Debug)]
pub(super) struct SeedIssue {
    /// The byte range in the text.
    at: Option<Range<usize>>,
    what: String,
}

impl SeedIssue {
    /// An error in this part of the text.
    pub(super) fn at(at: Range<usize>, what: impl Display) -> Self {
        Self { at: Some(at), what: what.to_string() }
    }

    /// With the file's name and the line.
    pub(super) fn of(self, path: &str, text: &str) -> SeedError {
        let line = self.at.and_then(|at| text.get(..at.start)).map(|before| before.matches('\n').count() + 1);
        SeedError(match line {
            Some(line) => format!("{path}, line {line}: {}", self.what),
            None => format!("{path}: {}", self.what),
        })
    }
}

impl From<toml::de::Error> for SeedIssue {
    fn from(error: toml::de::Error) -> Self {
        Self { at: error.span(), what: error.message().to_owned() }
    }
}
