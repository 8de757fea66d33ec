//! A list of people, as it is pasted into one field.

mod parts;

use std::collections::HashMap;
use std::ops::Range;

use super::fold::fold;
use super::mailbox::clean_name;
use super::{Mailbox, ParseEmailError};
use parts::{Part, Separator, count_addresses, is_mailto, parts, plain};

/// A longer entry, in bytes, is not looked at: it is no address, with whatever name or link. So the time is linear in the length of the list.
const LONGEST_ENTRY: usize = 4096;
/// A family name before a given name, in words.
const LONGEST_FAMILY_NAME: usize = 2;

/// One entry of a list of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMailbox {
    /// As it was typed, without the space around it.
    pub text: String,
    /// Whom it names, or why it names nobody. Never [`Missing`](ParseEmailError::Missing).
    pub mailbox: Result<Mailbox, ParseEmailError>,
    /// Where in the list, from 0 on, the same address stands for the first time, if not here: spellings of one address are the same.
    pub repeats: Option<usize>,
}

/// Takes a list of addresses as it is typed or pasted, in its order: set apart by commas, semicolons, spaces, tabs or lines, each alone or with a name
/// ("Internet Message Format", RFC 5322, section 3.4), in a link with several ("The 'mailto' URI Scheme", RFC 6068), or in the row of a table. Each is
/// read as [`Mailbox::parse`] reads one. What is no address is an entry, too: nothing that was typed is lost. Takes a time that is linear in the
/// length of the list, and any number of entries.
pub fn parse_address_list(text: &str) -> Vec<ListedMailbox> {
    let mut list = List { text, entries: Vec::new(), first: HashMap::new() };
    for row in parts(text).chunk_by(|part, _| part.ends < Separator::Row) {
        list.row(row);
    }
    list.entries
}

struct List<'a> {
    text: &'a str,
    entries: Vec<ListedMailbox>,
    /// Where each canonical address stands for the first time.
    first: HashMap<String, usize>,
}

impl<'a> List<'a> {
    fn push(&mut self, text: &str, mailbox: Result<Mailbox, ParseEmailError>) {
        if mailbox == Err(ParseEmailError::Missing) {
            return;
        }
        let place = self.entries.len();
        let canonical = mailbox.as_ref().ok().map(|mailbox| mailbox.address.canonical());
        let first = canonical.map(|canonical| *self.first.entry(canonical).or_insert(place));
        let repeats = first.filter(|first| *first != place);
        self.entries.push(ListedMailbox { text: text.to_owned(), mailbox, repeats });
    }

    fn slice(&self, parts: &[Part]) -> &'a str {
        match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// A line, or what a semicolon ends. One address among the cells of a table is the person of the row.
    fn row(&mut self, row: &[Part]) {
        let cells: Vec<&[Part]> = row.chunk_by(|part, _| part.ends < Separator::Cell).collect();
        let count = |cell: &[Part]| cell.iter().map(|part| part.addresses).sum::<usize>();
        let with_address = cells.iter().find(|cell| count(cell) > 0);
        if let (Some(cell), true, 1) = (with_address, cells.len() > 1, count(row)) {
            let mut mailbox = parse(self.slice(cell), false);
            // Of two cells, the other one is the name; of more, nobody knows which.
            if let ([one, other], Ok(mailbox)) = (cells.as_slice(), &mut mailbox) {
                let beside = if count(one) > 0 { other } else { one };
                mailbox.name = mailbox.name.take().or_else(|| clean_name(&fold(self.slice(beside))));
            }
            return self.push(self.slice(row), mailbox);
        }
        for cell in cells {
            self.cell(cell);
        }
    }

    /// What commas set apart, of which some may belong to a name.
    fn cell(&mut self, parts: &[Part]) {
        let with_address = parts.iter().filter(|part| part.addresses > 0).count();
        if with_address == 1 && parts.len() > 1 {
            let text = self.slice(parts);
            if let Ok(mailbox) = parse(text, false) {
                return self.push(text, Ok(mailbox));
            }
        }
        let mut place = 0;
        while let Some(part) = parts.get(place) {
            let is_alone = place == 0 || parts[place - 1].addresses > 0;
            let pair = parts.get(place..place + 2).filter(|_| is_alone);
            if let Some((text, mailbox)) = pair.and_then(|pair| self.family_name_first(pair)) {
                self.push(text, Ok(mailbox));
                place += 2;
            } else {
                self.part(part);
                place += 1;
            }
        }
    }

    /// `Lee, Kim <kim@x.example>` within a list.
    fn family_name_first(&self, pair: &[Part]) -> Option<(&'a str, Mailbox)> {
        let [family, given] = pair else { return None };
        if family.addresses > 0 || given.addresses != 1 {
            return None;
        }
        let [family, given] = [family, given].map(|part| self.slice(std::slice::from_ref(part)));
        let given = &given[..given.find(|c: char| plain(c) == '<')?];
        let are_names = count_addresses(given) == 0 && given.contains(char::is_alphanumeric);
        let is_short = family.split_whitespace().count() <= LONGEST_FAMILY_NAME;
        let text = self.slice(pair);
        parse(text, false).ok().filter(|_| are_names && is_short).map(|mailbox| (text, mailbox))
    }

    /// What no separator but a space sets apart.
    fn part(&mut self, part: &Part) {
        let text = self.slice(std::slice::from_ref(part));
        let has_brackets = text.contains(|c: char| "<([".contains(plain(c)));
        if part.addresses < 2 || has_brackets {
            let mailbox = parse(text, part.linked);
            // An address with itself as its name is one.
            if part.addresses < 2 || mailbox.is_ok() {
                return self.push(text, mailbox);
            }
        }
        for piece in pieces(text) {
            let (before, mailbox) = piece.split_at(mailbox_start(piece).unwrap_or(piece.len()));
            self.words(before, part.linked);
            let mailbox = mailbox.trim();
            self.push(mailbox, parse(mailbox, false));
        }
    }

    /// Addresses with spaces between them; the words between two addresses are one entry.
    fn words(&mut self, text: &str, linked: bool) {
        let (mut at, mut other) = (0, 0..0);
        for word in text.split_inclusive(char::is_whitespace) {
            let range = at..at + word.trim_end().len();
            at += word.len();
            if range.is_empty() {
                continue;
            }
            if count_addresses(&text[range.clone()]) == 0 {
                other = if other.is_empty() { range } else { other.start..range.end };
                continue;
            }
            let between = std::mem::take(&mut other);
            self.push(&text[between.clone()], parse(&text[between], false));
            self.push(&text[range.clone()], parse(&text[range.clone()], linked && range.start == 0));
        }
        self.push(&text[other.clone()], parse(&text[other], false));
    }
}

/// One entry; `linked` if it goes on with a link. Of a link, its recipients count, not its subject and the like.
fn parse(text: &str, linked: bool) -> Result<Mailbox, ParseEmailError> {
    if text.len() > LONGEST_ENTRY {
        return Err(ParseEmailError::Malformed);
    }
    let recipients = text.split('?').next().unwrap_or_default();
    if linked && !text.contains(['<', '(', '[', '"']) {
        Mailbox::parse(&format!("mailto:{recipients}"))
    } else if is_mailto(text) {
        Mailbox::parse(recipients)
    } else {
        Mailbox::parse(text)
    }
}

/// Cut behind each address in angle brackets. What follows the last one belongs to it, unless it has an address.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let (mut start, mut is_open, mut has_address) = (0, false, false);
    for (at, c) in text.char_indices() {
        match plain(c) {
            '<' => (is_open, has_address) = (true, false),
            '@' => has_address = true,
            '>' if is_open && has_address => {
                let end = at + c.len_utf8();
                pieces.push(start..end);
                (start, is_open) = (end, false);
            }
            _ => {}
        }
    }
    match pieces.last_mut() {
        Some(last) if count_addresses(&text[start..]) == 0 => last.end = text.len(),
        _ => pieces.push(start..text.len()),
    }
    pieces.into_iter().map(|piece| &text[piece]).collect()
}

/// Where the name of the address in angle brackets begins, if there is one: behind the addresses before it. An address right before the bracket stands
/// where the name does: which of the two is meant, nobody knows.
fn mailbox_start(piece: &str) -> Option<usize> {
    let bracket = piece.rfind(|c: char| plain(c) == '<')?;
    let inside = piece[bracket..].split(|c: char| plain(c) == '>').next().unwrap_or_default();
    if count_addresses(inside) == 0 {
        return None;
    }
    let before = &piece[..bracket];
    let Some(sign) = before.rfind(|c: char| plain(c) == '@') else { return Some(0) };
    let word_end = before[sign..].find(char::is_whitespace).map(|length| sign + length);
    let name = word_end.filter(|end| !before[*end..].trim().is_empty());
    let word_start = || before[..sign].rfind(char::is_whitespace).unwrap_or_default();
    Some(name.unwrap_or_else(word_start))
}

#[cfg(test)]
mod tests;
