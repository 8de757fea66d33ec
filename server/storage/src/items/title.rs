//! Finding text in titles, the same way on both databases.

use crate::folded::folded;

/// The `LIKE` pattern, with `!` as its escape, for titles that contain this text.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    // PostgreSQL takes no NUL in a text; no title has one.
    for letter in folded(text).chars().filter(|letter| *letter != '\0') {
        if matches!(letter, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_letters() {
        assert_eq!(containing("50% off_!"), "%50!% off!_!!%");
        assert_eq!(containing(""), "%%");
        assert_eq!(containing("a\0b"), "%ab%");
    }

    #[test]
    fn a_part_of_a_title_is_found_whatever_follows() {
        // Greek ends a word with another sigma; by the word, "ΟΔΟΣ" would not be part of "ΟΔΟΣΑ".
        assert!(folded("ΟΔΟΣΑ").contains(&folded("ΟΔΟΣ")));
        assert_eq!(folded("ŠALTINIŲ ĄŽUOLAS"), "šaltinių ąžuolas");
    }
}
