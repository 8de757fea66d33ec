//! What stands in the people field: a name, an address, or a list of them. Nothing is parsed here, that is the server's; it is only seen where one entry
//! ends and the next begins. Pure.

/// What an address has in it, also where it was typed full-width.
const AT: [char; 2] = ['@', '\u{ff20}'];
/// What ends an entry.
const SEPARATORS: [char; 4] = [',', ';', '\u{ff0c}', '\u{ff1b}'];
/// What ends a line.
const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// Whether somebody's address may be in the text.
pub fn has_address(text: &str) -> bool {
    text.contains(AT)
}

/// Whether the text has several entries.
pub fn is_list(text: &str) -> bool {
    text.contains(LINE_ENDS) || ats(text).nth(1).is_some()
}

/// Whether what is pasted has several entries, or one and its end.
pub fn is_pasted_list(text: &str) -> bool {
    if text.contains(LINE_ENDS) {
        return !text.trim().is_empty();
    }
    is_list(text) || has_address(text) && text.contains(SEPARATORS)
}

/// Whether the text ends behind a whole address: a separator was typed after it.
pub fn is_ended(text: &str) -> bool {
    let Some(before) = text.trim_end().strip_suffix(SEPARATORS) else { return false };
    // The comma of a quoted name, or between two names, ends nothing.
    let is_quoted = before.matches('"').count() % 2 == 1;
    let is_open = is_quoted || before.matches('<').count() != before.matches('>').count();
    let last = before.rsplit(SEPARATORS).next().unwrap_or_default();
    let domain = last.rsplit(AT).next().unwrap_or_default();
    !is_open && has_address(last) && !domain.trim().is_empty()
}

/// The text up to the end of this many entries, and what is beyond.
pub fn split(text: &str, entries: usize) -> (&str, &str) {
    let Some(beyond) = ats(text).nth(entries) else { return (text, "") };
    let begins = text.get(..beyond).and_then(|before| {
        let is_end = |each: char| SEPARATORS.contains(&each) || LINE_ENDS.contains(&each);
        before.rfind(is_end).or_else(|| before.rfind(char::is_whitespace))
    });
    let (taken, rest) = text.split_at_checked(begins.unwrap_or(0)).unwrap_or(("", text));
    let is_between = |each: char| SEPARATORS.contains(&each) || each.is_whitespace();
    (taken, rest.trim_start_matches(is_between))
}

/// The places of what each address has in it once.
fn ats(text: &str) -> impl Iterator<Item = usize> {
    let mut is_quoted = false;
    text.char_indices().filter_map(move |(at, each)| {
        is_quoted ^= each == '"';
        (!is_quoted && AT.contains(&each)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separator_ends_an_entry_only_behind_an_address() {
        for ended in [
            "kim@woodgrove.example,",
            "kim@woodgrove.example; ",
            "Kim Lee <kim@woodgrove.example>,",
            "\"Lee, Kim\" <kim@woodgrove.example>;",
            "kim\u{ff20}woodgrove.example\u{ff1b}",
        ] {
            assert!(is_ended(ended), "{ended}");
        }
        for open in
            ["Lee,", "kim@,", "\"Lee,", "Lee, Kim <kim@woodgrove.example,", "kim@woodgrove.example", "", ","]
        {
            assert!(!is_ended(open), "{open}");
        }
    }

    #[test]
    fn a_list_has_several_addresses_or_lines() {
        assert!(is_list("a@x.example b@x.example") && is_list("Adele\nAlex"));
        assert!(!is_list("\"a@b\"@x.example") && !is_list("Lee, Kim") && !is_list(""));
        assert!(is_pasted_list("a@x.example, b@x.example") && is_pasted_list("Adele\r\nAlex"));
        assert!(is_pasted_list("a@x.example;") && is_pasted_list("a@x.example\n"));
        assert!(!is_pasted_list("Lee, Kim") && !is_pasted_list("a@x.example") && !is_pasted_list("\n"));
    }

    #[test]
    fn a_list_with_blanks_between_addresses_is_one_too() {
        assert!(is_pasted_list("a@x.example b@x.example") && is_pasted_list(" a@x.example\tb@x.example"));
        assert!(!is_pasted_list("Kim Lee kim@woodgrove.example"));
    }

    #[test]
    fn a_list_is_cut_between_two_entries() {
        let list = "Lee <a@x.example>; b@x.example, Kim <c@x.example>";
        assert_eq!(split(list, 2), ("Lee <a@x.example>; b@x.example", "Kim <c@x.example>"));
        assert_eq!(split(list, 3), (list, ""));
        assert_eq!(split("a@x.example b@x.example", 1), ("a@x.example", "b@x.example"));
        assert_eq!(split("a@x.example", 0), ("", "a@x.example"));
        let many = "p@x.example\n".repeat(502);
        let (taken, rest) = split(&many, 500);
        assert_eq!((ats(taken).count(), ats(rest).count()), (500, 2));
    }
}
