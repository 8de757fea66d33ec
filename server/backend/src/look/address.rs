//! The addresses of what the look consists of. Each changes with what is there, so browsers keep it for ever.

use std::fmt::Write as _;

use contract::LocalPath;

/// How many digits the SHA-256 of a mark has.
const DIGITS: usize = 64;

/// Whether a text is the SHA-256 of a mark, as it is stored.
pub(crate) fn is_digest(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The address of the mark with this digest; none where the text is no digest.
pub(crate) fn of_mark(digest: &str) -> Option<LocalPath> {
    if is_digest(digest) { LocalPath::parse(&format!("/look/{digest}.png")).ok() } else { None }
}

/// Bytes as digits and letters.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
