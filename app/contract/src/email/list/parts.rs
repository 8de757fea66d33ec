//! Where a list is cut.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

const SCHEME: &str = "mailto:";

/// What ends a part, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Separator {
    /// May also stand within a name.
    Comma,
    /// Between the cells of a table.
    Cell,
    /// A semicolon or the end of a line.
    Row,
}

/// What stands between two cuts, without the space around it; never empty.
pub(super) struct Part {
    /// In the list, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) ends: Separator,
    /// How many addresses it has.
    pub(super) addresses: usize,
    /// It goes on with the link before it.
    pub(super) linked: bool,
}

/// A place where the list is cut.
struct Cut {
    at: Range<usize>,
    separator: Separator,
    in_link: bool,
}

/// Where in the address of a link we are ("The 'mailto' URI Scheme", RFC 6068, section 2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Outside,
    Recipients,
    /// Its subject and the like.
    Headers,
}

pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut start, mut linked) = (0, false);
    let end = Cut { at: text.len()..text.len(), separator: Separator::Row, in_link: false };
    for cut in cuts(text).into_iter().chain([end]) {
        let whole = &text[start..cut.at.start];
        let part = whole.trim();
        let from = start + (whole.len() - whole.trim_start().len());
        if !part.is_empty() {
            let (end, addresses) = (from + part.len(), count_addresses(part));
            parts.push(Part { start: from, end, ends: cut.separator, addresses, linked });
        } else if let Some(before) = parts.last_mut() {
            // Nothing between two separators: the stronger one counts.
            before.ends = before.ends.max(cut.separator);
        }
        start = cut.at.end;
        linked = cut.in_link && !text[start..].starts_with(char::is_whitespace);
    }
    parts
}

fn cuts(text: &str) -> Vec<Cut> {
    let mut scanner =
        Scanner { text, cuts: Vec::new(), open: None, link: Link::Outside, before: ' ', is_escaped: false };
    for (at, c) in text.char_indices() {
        scanner.read(at, c);
    }
    scanner.cuts
}

/// Reads the list once, from its start to its end.
struct Scanner<'a> {
    text: &'a str,
    cuts: Vec<Cut>,
    /// How what is quoted or in brackets ends, and how many cuts there were before it.
    open: Option<(char, usize)>,
    link: Link,
    /// The character before.
    before: char,
    /// Behind a backslash in a quotation.
    is_escaped: bool,
}

impl Scanner<'_> {
    fn read(&mut self, at: usize, c: char) {
        let plain = plain(c);
        self.read_quotation(at, plain);
        self.read_link(at, plain);
        let encoded = self.link == Link::Recipients && is_encoded_separator(&self.text[at..]);
        let (separator, length) = match separator(plain) {
            Some(Separator::Comma) if self.link == Link::Headers => (None, 0),
            None if encoded => (Some(Separator::Row), 3),
            found => (found, c.len_utf8()),
        };
        if let Some(separator) = separator {
            self.cuts.push(Cut { at: at..at + length, separator, in_link: self.link == Link::Recipients });
        }
        self.before = plain;
    }

    /// What is quoted or in brackets holds together if it ends on its line and has no address: it is a name, or a remark.
    fn read_quotation(&mut self, at: usize, plain: char) {
        let was_escaped = std::mem::replace(&mut self.is_escaped, false);
        match (plain, self.open) {
            ('\\', Some(('"', _))) => self.is_escaped = !was_escaped,
            (_, Some((closing, kept))) if plain == closing && !was_escaped => {
                self.cuts.truncate(kept);
                self.open = None;
            }
            ('@', _) => self.open = None,
            ('%', _) if self.text[at..].starts_with("%40") => self.open = None,
            _ if is_line_end(plain) => self.open = None,
            // Elsewhere it is a slip, or the sign for inches.
            ('"', None) if self.is_start(at) => self.open = Some(('"', self.cuts.len())),
            ('(', None) => self.open = Some((')', self.cuts.len())),
            ('[', None) => self.open = Some((']', self.cuts.len())),
            ('<', None) => self.open = Some(('>', self.cuts.len())),
            _ => {}
        }
    }

    fn read_link(&mut self, at: usize, plain: char) {
        self.link = match (plain, self.link) {
            ('m' | 'M', _) if is_mailto(&self.text[at..]) => Link::Recipients,
            ('?', Link::Recipients) => Link::Headers,
            ('>' | '"', _) | (';', Link::Headers) => Link::Outside,
            _ if plain.is_whitespace() => Link::Outside,
            (_, link) => link,
        };
    }

    /// Whether a word begins here.
    fn is_start(&self, at: usize) -> bool {
        let is_behind_cut = self.cuts.last().is_some_and(|cut| cut.at.end == at);
        is_behind_cut || self.before.is_whitespace() || "<([:>".contains(self.before)
    }
}

/// The character in compatibility form, where that is one character.
pub(super) fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let mut folded = std::iter::once(c).nfkc();
    match (folded.next(), folded.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// How many addresses a text has, by their sign.
pub(super) fn count_addresses(text: &str) -> usize {
    text.chars().filter(|c| plain(*c) == '@').count() + text.matches("%40").count()
}

fn separator(plain: char) -> Option<Separator> {
    match plain {
        // Also as Chinese and Arabic write them.
        ',' | '\u{3001}' | '\u{060C}' => Some(Separator::Comma),
        '\t' => Some(Separator::Cell),
        ';' | '\u{061B}' => Some(Separator::Row),
        _ => is_line_end(plain).then_some(Separator::Row),
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a text is a link to an address.
pub(super) fn is_mailto(text: &str) -> bool {
    text.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}

fn is_encoded_separator(text: &str) -> bool {
    text.get(..3).is_some_and(|code| code.eq_ignore_ascii_case("%2C") || code.eq_ignore_ascii_case("%3B"))
}
