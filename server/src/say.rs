//! What a command prints: to standard output what was asked for, to standard error what went wrong.

use std::io::Write as _;

/// A line of output. A closed pipe is the reader's choice, not an error.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Why a command ends without success.
pub fn problem(text: &str) {
    let _ = writeln!(std::io::stderr(), "vestibule: {text}");
}
