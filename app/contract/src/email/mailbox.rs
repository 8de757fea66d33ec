//! A person as mail programs write one: an address, and often a name with it.

use super::fold::{fold, fold_signs};
use super::{EmailAddress, ParseEmailError};

/// An address, with the name that stood beside it ("Internet Message Format", RFC 5322, section 3.4: mailbox).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The address.
    pub address: EmailAddress,
    /// The name, if one was there.
    pub name: Option<String>,
}

/// Quotation marks, also those that stand for apostrophes.
const QUOTES: [char; 16] = ['"', '\'', '`', '´', '“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '‹', '›'];
/// What a copy may catch before an address.
const BEFORE: &str = "<>()[]{}*|•·,;:";
/// The schemes under which addresses are linked and listed; nothing else stands right before an address with a colon.
const SCHEMES: [&str; 3] = ["mailto:", "smtp:", "sip:"];
/// The longest heading before an address, in characters, such as `E-Mail-Adresse: `.
const LONGEST_LABEL: usize = 20;

impl Mailbox {
    /// Takes an address as it is typed or pasted: alone, with a name, or with what a copy catches at its ends.
    pub fn parse(text: &str) -> Result<Self, ParseEmailError> {
        // As links have it.
        let text = fold(text).replace("%40", "@");
        let parts = Parts::of(&text);
        if parts.all.is_empty() {
            return Err(ParseEmailError::Missing);
        }
        let with_address = || parts.all.iter().filter(|part| part.contains('@'));
        match with_address().count() {
            0 => Err(ParseEmailError::Malformed),
            1 if parts.all.len() == 1 => single(parts.all[0]),
            1 => parts.with_names(),
            _ => the_same(with_address().map(|part| single(part))),
        }
    }
}

impl EmailAddress {
    /// Takes an address as it is typed or pasted. A name beside it is dropped; [`Mailbox`] keeps it.
    pub fn parse(text: &str) -> Result<Self, ParseEmailError> {
        Mailbox::parse(text).map(|mailbox| mailbox.address)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = ParseEmailError;

    fn try_from(text: String) -> Result<Self, ParseEmailError> {
        Self::parse(&text)
    }
}

/// The parts of a list.
struct Parts<'a> {
    all: Vec<&'a str>,
    /// What stands between them.
    separators: Vec<char>,
}

impl<'a> Parts<'a> {
    /// Split at what separates the entries of a list, but not within quotes or brackets.
    fn of(text: &'a str) -> Self {
        let (mut all, mut separators) = (Vec::new(), Vec::new());
        let (mut start, mut is_quoted, mut depth) = (0, false, 0_u32);
        let has_pairs = text.matches('"').count().is_multiple_of(2);
        let mut pending = None;
        let mut take = |part: &'a str, separator: Option<char>| {
            if !trim_start(trim_end(part)).is_empty() {
                separators.extend(pending.filter(|_| !all.is_empty()));
                all.push(part.trim());
                pending = separator;
            }
        };
        for (at, c) in text.char_indices() {
            match c {
                '"' if has_pairs => is_quoted = !is_quoted,
                '<' | '(' | '[' if text[at..].contains(closing(c)) => depth += 1,
                '>' | ')' | ']' => depth = depth.saturating_sub(1),
                ',' | ';' | '\t' | '\n' | '\r' if !is_quoted && depth == 0 => {
                    take(&text[start..at], Some(c));
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
        take(&text[start..], None);
        Self { all, separators }
    }

    /// One part has an address, the others have none: they are the rest of a name, other entries of the list, or a slip of the keyboard.
    fn with_names(&self) -> Result<Mailbox, ParseEmailError> {
        let is_all = |wanted: char| self.separators.iter().all(|separator| *separator == wanted);
        let (last, others) = self.all.split_last().ok_or(ParseEmailError::Missing)?;
        let family_name_first = is_all(',') && last.contains('<') && last.contains('@');
        if family_name_first {
            let mailbox = single(last)?;
            let given = mailbox.name.into_iter();
            let name = others.iter().map(|part| (*part).to_owned()).chain(given).collect::<Vec<_>>();
            return Ok(Mailbox { name: clean_name(&name.join(", ")), address: mailbox.address });
        }
        let mut found = self.all.iter().filter(|part| part.contains('@')).map(|part| single(part));
        let found = found.next().ok_or(ParseEmailError::Malformed)?;
        if let ([one, other], true) = (self.all.as_slice(), is_all('\t')) {
            // Two cells of a table.
            let beside = if one.contains('@') { other } else { one };
            return found.map(|mailbox| Mailbox { name: clean_name(beside), ..mailbox });
        }
        match found {
            Ok(_) => Err(ParseEmailError::Several),
            Err(_) if self.separators.contains(&';') => Err(ParseEmailError::Several),
            Err(error) => Err(error),
        }
    }
}

const fn closing(opening: char) -> char {
    match opening {
        '<' => '>',
        '(' => ')',
        _ => ']',
    }
}

/// All the same address, or several. The first name counts.
fn the_same(
    found: impl Iterator<Item = Result<Mailbox, ParseEmailError>>,
) -> Result<Mailbox, ParseEmailError> {
    let all: Vec<_> = found.collect();
    let valid: Vec<_> = all.iter().flatten().collect();
    let [first, others @ ..] = valid.as_slice() else { return Err(ParseEmailError::Malformed) };
    let is_same = |other: &&Mailbox| other.address.canonical() == first.address.canonical();
    match (all.len() == valid.len(), others.iter().all(is_same)) {
        (true, true) => {
            let name = valid.iter().find_map(|mailbox| mailbox.name.clone());
            Ok(Mailbox { address: first.address.clone(), name })
        }
        (false, true) if others.is_empty() => Err(ParseEmailError::Malformed),
        _ => Err(ParseEmailError::Several),
    }
}

/// One entry: a name with an address in brackets, an address with a name in brackets, or an address.
fn single(text: &str) -> Result<Mailbox, ParseEmailError> {
    let text = without_label(text.trim());
    for opening in ['<', '[', '('] {
        if let Some(bracketed) = Bracketed::find(text, opening) {
            return bracketed.mailbox();
        }
    }
    if let Some((address, name)) = with_comment(text) {
        return Ok(Mailbox { address: bare(address)?, name: clean_name(name) });
    }
    let words: Vec<_> = text.split_whitespace().filter(|word| word.contains('@') && word.len() > 1).collect();
    if words.len() > 1 {
        return the_same(words.into_iter().map(|word| Ok(Mailbox { address: bare(word)?, name: None })));
    }
    Ok(Mailbox { address: bare(text)?, name: None })
}

/// A text with an address in brackets.
struct Bracketed<'a> {
    before: &'a str,
    inside: Vec<&'a str>,
    after: &'a str,
}

impl<'a> Bracketed<'a> {
    /// The brackets with an address. The closing one may have been lost at the end.
    fn find(text: &'a str, opening: char) -> Option<Self> {
        let (mut inside, mut before, mut rest) = (Vec::new(), None, text);
        while let Some((ahead, behind)) = rest.split_once(opening) {
            let (content, after) = behind.split_once(closing(opening)).unwrap_or((behind, ""));
            if content.contains('@') {
                before.get_or_insert(&text[..text.len() - rest.len() + ahead.len()]);
                inside.push(content);
            }
            rest = after;
        }
        before.map(|before| Self { before, inside, after: rest })
    }

    fn mailbox(&self) -> Result<Mailbox, ParseEmailError> {
        let inside = self.inside.iter().map(|text| Ok(Mailbox { address: bare(text)?, name: None }));
        let found = the_same(inside)?;
        if !is_remark(self.after) {
            let is_list = self.after.contains('@');
            return Err(if is_list { ParseEmailError::Several } else { ParseEmailError::Malformed });
        }
        if !self.before.contains('@') {
            return Ok(Mailbox { name: clean_name(self.before), ..found });
        }
        // An address for a name: which of the two is meant, nobody knows, unless they are one.
        match bare(self.before) {
            Ok(before) if before.canonical() == found.address.canonical() => Ok(found),
            _ => Err(ParseEmailError::Several),
        }
    }
}

/// Nothing, stray signs, or a remark in brackets, such as `(external)`.
fn is_remark(text: &str) -> bool {
    let is_bracketed = text.trim_start().starts_with('(') && !text.contains(['@', '<', '>']);
    is_bracketed || trim_start(trim_end(text)).is_empty()
}

/// An address and the remark behind it: `kim@x.example (Kim Lee)`.
fn with_comment(text: &str) -> Option<(&str, &str)> {
    let (address, comment) = text.trim_end().strip_suffix(')')?.split_once('(')?;
    let is_apart = address.ends_with(char::is_whitespace) && address.contains('@');
    (is_apart && !comment.contains('@')).then_some((address, comment))
}

/// An address with what a copy catches at its ends.
fn bare(text: &str) -> Result<EmailAddress, ParseEmailError> {
    let text = fold_signs(text);
    let mut text = trimmed(&text);
    while let Some((scheme, rest)) = split_scheme(&text) {
        text = if scheme == SCHEMES[0] { trimmed(&linked(rest)) } else { trimmed(rest) };
    }
    if text.matches('@').count() == 1
        && let Some((local, domain)) = text.split_once('@')
    {
        text = format!("{}@{}", local.trim_end(), domain.trim_start());
    }
    EmailAddress::from_bare(&text).ok_or(ParseEmailError::Malformed)
}

fn trimmed(text: &str) -> String {
    trim_start(trim_end(text)).to_owned()
}

fn split_scheme(text: &str) -> Option<(&'static str, &str)> {
    let starts =
        |scheme: &&&str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    SCHEMES.iter().find(starts).map(|scheme| (*scheme, &text[scheme.len()..]))
}

/// The address of a link, without its subject and the like ("The 'mailto' URI Scheme", RFC 6068).
fn linked(link: &str) -> String {
    let address = link.split('?').next().unwrap_or_default();
    fold(&percent_encoding::percent_decode_str(address).decode_utf8_lossy())
}

/// Without a heading such as `E-Mail: `. Without the space it could be a slip within an address.
fn without_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_once(':') else { return text };
    let is_label = label.chars().count() <= LONGEST_LABEL
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.'));
    // Languages that write without spaces have none here either.
    let is_spaceless = label.chars().all(|c| c >= '\u{2E80}');
    let is_apart = rest.starts_with(char::is_whitespace) || is_spaceless;
    if is_label && is_apart { rest.trim_start() } else { text }
}

/// Nothing but a letter or a digit ends an address.
fn trim_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| !super::letters::may_stand_in_address(c) && c != '@')
}

fn trim_start(text: &str) -> &str {
    let is_stray = |c: char| c.is_whitespace() || QUOTES.contains(&c) || BEFORE.contains(c);
    let text = text.trim_start_matches(is_stray);
    // The dash of a list.
    match text.strip_prefix(['-', '–', '—']) {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start_matches(is_stray),
        _ => text,
    }
}

/// The name on one line, without quotes around it; none if nothing is left.
pub(super) fn clean_name(text: &str) -> Option<String> {
    let text = text.replace("\\\"", "\"").replace("\\\\", "\\");
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    let mut name = line.trim_matches(|c: char| matches!(c, ' ' | ',' | ';' | ':' | '<' | '>' | '|'));
    while let Some(inside) = unquoted(name) {
        name = inside.trim();
    }
    Some(name.to_owned()).filter(|name| name.chars().any(char::is_alphanumeric))
}

/// The text between quotation marks at both of its ends.
fn unquoted(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let (first, last) = (chars.next()?, chars.next_back()?);
    (QUOTES.contains(&first) && QUOTES.contains(&last)).then_some(chars.as_str())
}
