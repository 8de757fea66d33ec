//! Rust source with what is not code blanked out: enough of a lexer for counting braces and looking for words.
//! Positions and lines stay as they were.

/// A stretch of source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Text,
}

/// The source without its comments.
pub(super) fn without_comments(source: &str) -> String {
    blank(source, |kind| kind == Kind::Comment)
}

/// The source without its comments and without what its strings and characters hold.
pub(super) fn code_only(source: &str) -> String {
    blank(source, |kind| kind != Kind::Code)
}

/// The source without the items that exist for tests only.
pub(super) fn production(source: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let code = code_only(source);
    let (mut kept, mut from) = (String::new(), 0);
    while let Some(found) = code[from..].find(MARK) {
        let start = from + found;
        kept += &source[from..start];
        from = item_end(&code, start + MARK.len());
    }
    kept + &source[from..]
}

/// Where the item ends that begins here: after its block, or after its semicolon.
pub(super) fn item_end(code: &str, from: usize) -> usize {
    let (mut depth, mut nested) = (0_usize, 0_usize);
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => nested += 1,
            b')' | b']' => nested = nested.saturating_sub(1),
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1,
            b'}' => depth -= 1,
            b';' if depth == 0 && nested == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn blank(source: &str, away: impl Fn(Kind) -> bool) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut at = 0;
    while at < source.len() {
        let (kind, length) = stretch(source, at);
        let piece = &source[at..at + length];
        if away(kind) {
            kept.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            kept += piece;
        }
        at += length;
    }
    kept
}

/// What begins at this place, and how many bytes it takes.
fn stretch(source: &str, at: usize) -> (Kind, usize) {
    let rest = &source[at..];
    if rest.starts_with("//") {
        return (Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Kind::Comment, block_comment(rest));
    }
    if rest.starts_with('"') {
        return (Kind::Text, quoted(rest, b'"'));
    }
    if let Some(length) = raw_string(source, at) {
        return (Kind::Text, length);
    }
    if let Some(length) = character(rest) {
        return (Kind::Text, length);
    }
    (Kind::Code, rest.chars().next().map_or(1, char::len_utf8))
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let bytes = &rest.as_bytes()[at..];
        if bytes.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_string(source: &str, at: usize) -> Option<usize> {
    let rest = source[at..].strip_prefix('r')?;
    let before = source[..at].trim_end_matches(['b', 'c']).bytes().next_back();
    if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let inside = rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).map_or(inside.len(), |found| found + end.len());
    Some(1 + hashes + 1 + length)
}

/// A character, as opposed to a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut inside = rest.strip_prefix('\'')?.chars();
    match inside.next()? {
        '\\' => Some(quoted(rest, b'\'')),
        one => inside.next().filter(|next| *next == '\'').map(|_| one.len_utf8() + 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        let source = "let a = \"{ \\\" }\"; // {\n/* { /* } */ */ let b = r#\"}\"#; let c = '{'; let d: &'a str = b'\\'';";
        let code = code_only(source);
        assert_eq!(code.len(), source.len());
        assert!(!code.contains(['{', '}', '"']), "{code}");
        assert!(code.contains("let b = ") && code.contains("&'a str"), "{code}");
        assert_eq!(code.lines().count(), 2);
    }

    #[test]
    fn a_raw_identifier_begins_no_string() {
        assert_eq!(code_only("let r#fn = for\"x\";"), "let r#fn = for   ;");
    }

    #[test]
    fn strings_stay_when_only_comments_go() {
        assert_eq!(without_comments("a(\"//b\"); // c"), "a(\"//b\");     ");
    }

    #[test]
    fn test_items_are_left_out_wherever_they_stand() {
        let source =
            "#[cfg(test)]\nmod tests;\nfn a() {}\n#[cfg(test)]\nmod more { fn x() { \"}\" } }\nfn b() {}\n";
        assert_eq!(production(source), "\nfn a() {}\n\nfn b() {}\n");
    }
}
