//! Text in the form in which upper and lower case are equal, the same way on both databases: SQLite's own functions know ASCII only.

/// Lower case by Unicode's rules, letter by letter: a part of a text folds to a part of the folded text.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
