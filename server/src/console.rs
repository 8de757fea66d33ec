//! The output of a command: results to standard output, errors to standard error.

use std::io::Write as _;

/// Prints a line. A closed pipe is not an error.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints why a command failed.
pub fn error(text: &str) {
    let _ = writeln!(std::io::stderr(), "vestibule: {text}");
}
