//! Reading pages, as far as a person without scripts would: tags, texts, forms. No library reads them, so that nothing is mended on the way.

use std::collections::BTreeMap;

/// A tag as it stands in the page.
#[derive(Debug, Clone)]
pub struct Tag {
    /// In small letters.
    pub name: String,
    /// Whether it closes an element.
    pub closing: bool,
    /// Resolved values by their names in small letters.
    pub attributes: BTreeMap<String, String>,
    /// Where it begins in the page, in bytes.
    pub start: usize,
    /// Where it has ended.
    pub end: usize,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether there is an attribute of this name.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }

    /// The value of an attribute; empty when there is none.
    pub fn value(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }
}

const VOID: [&str; 6] = ["input", "meta", "link", "br", "img", "hr"];
/// Their insides are text.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];

/// Every tag, in order.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = html[at..].find('<') {
        let start = at + next;
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            at = start + rest.find("-->").expect("the comment ends") + 3;
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            let tag = tag(html, start);
            at = tag.end;
            if !tag.closing && RAW.contains(&tag.name.as_str()) {
                at += html[at..].find(&format!("</{}", tag.name)).expect("the text ends");
            }
            found.push(tag);
        } else {
            at = start + 1;
        }
    }
    found
}

fn tag(html: &str, start: usize) -> Tag {
    let closing = html[start + 1..].starts_with('/');
    let mut at = start + 1 + usize::from(closing);
    let length = |text: &str, end: fn(char) -> bool| text.find(end).unwrap_or(text.len());
    let name_end = at + length(&html[at..], |c| c.is_whitespace() || c == '>' || c == '/');
    let name = html[at..name_end].to_ascii_lowercase();
    let mut attributes = BTreeMap::new();
    at = name_end;
    loop {
        at += length(&html[at..], |c| !c.is_whitespace() && c != '/');
        if html[at..].is_empty() || html[at..].starts_with('>') {
            break;
        }
        let end = at + length(&html[at..], |c| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let key = html[at..end].to_ascii_lowercase();
        at = end;
        let mut value = String::new();
        if let Some(rest) = html[at..].strip_prefix("=\"") {
            let end = rest.find('"').expect("the attribute ends");
            value = decode(&rest[..end]);
            at += 2 + end + 1;
        } else {
            assert!(!html[at..].starts_with('='), "an attribute without quotes: {key}");
        }
        attributes.insert(key, value);
    }
    Tag { name, closing, attributes, start, end: (at + 1).min(html.len()) }
}

/// Resolves character references.
pub fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 10);
        let resolved = end.and_then(|end| reference(&rest[1..end]).map(|c| (c, end)));
        let (c, length) = resolved.map_or(('&', 1), |(c, end)| (c, end + 1));
        out.push(c);
        rest = &rest[length..];
    }
    out + rest
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?)
        }
    }
}

/// The text inside of a tag, up to the one that closes it.
pub fn inside<'a>(html: &'a str, tags: &[Tag], index: usize) -> &'a str {
    let open = &tags[index];
    let mut depth = 0;
    for tag in tags[index..].iter().filter(|tag| tag.name == open.name) {
        depth += if tag.closing { -1 } else { 1 };
        if depth == 0 {
            return &html[open.end..tag.start];
        }
    }
    panic!("<{}> is never closed", open.name)
}

/// What a person reads of this piece.
pub fn text(piece: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for tag in tags(piece) {
        out.push_str(&piece[at..tag.start]);
        at = tag.end;
    }
    out.push_str(&piece[at..]);
    let mut bare = String::new();
    for (position, part) in out.split("<!--").enumerate() {
        bare.push_str(if position == 0 { part } else { part.split_once("-->").map_or("", |(_, rest)| rest) });
    }
    decode(bare.trim())
}

/// The element with this id: whether it is hidden, and its text.
pub fn by_id(html: &str, id: &str) -> Option<(bool, String)> {
    let tags = tags(html);
    let index = tags.iter().position(|tag| tag.get("id") == Some(id))?;
    Some((tags[index].has("hidden"), text(inside(html, &tags, index))))
}

/// What one part of a form would send.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it would send.
    pub value: String,
    /// `text`, `hidden`, `radio`, `checkbox`, `textarea`, `select` or `button`.
    pub kind: String,
    /// The ids in `aria-describedby`.
    pub described_by: Vec<String>,
    /// Whether it is marked as wrong.
    pub invalid: bool,
}

impl Field {
    /// Whether a person types into it.
    pub fn is_typed(&self) -> bool {
        self.kind == "text" || self.kind == "textarea"
    }
}

/// A form as a person without scripts has it.
#[derive(Debug, Clone)]
pub struct Form {
    /// As the page says it.
    pub method: String,
    /// As the page says it.
    pub action: String,
    /// What it would send, in order.
    pub fields: Vec<Field>,
    /// What a person reads in it.
    pub text: String,
}

impl Form {
    /// What is sent: every field once, and the last button.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for field in &self.fields {
            pairs.retain(|(name, _)| *name != field.name);
            pairs.push((field.name.clone(), field.value.clone()));
        }
        pairs
    }

    /// What is sent when these are filled in.
    pub fn filled(&self, values: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut pairs = self.pairs();
        for (name, value) in values {
            pairs.retain(|(known, _)| known != name);
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
        pairs
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> &Field {
        self.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no field {name}"))
    }
}

/// The forms of a page, those in templates left out: they send nothing until a script takes them.
pub fn forms(html: &str) -> Vec<Form> {
    let tags = tags(html);
    let templates: Vec<(usize, usize)> = (0..tags.len())
        .filter(|index| tags[*index].name == "template" && !tags[*index].closing)
        .map(|index| (tags[index].end, tags[index].end + inside(html, &tags, index).len()))
        .collect();
    let live = |tag: &Tag| !templates.iter().any(|(from, to)| (*from..*to).contains(&tag.start));
    (0..tags.len())
        .filter(|index| tags[*index].name == "form" && !tags[*index].closing && live(&tags[*index]))
        .map(|index| form(&tags[index], inside(html, &tags, index)))
        .collect()
}

fn form(open: &Tag, piece: &str) -> Form {
    let tags = tags(piece);
    let fields = (0..tags.len()).filter_map(|index| field(piece, &tags, index)).collect();
    Form { method: open.value("method"), action: open.value("action"), fields, text: text(piece) }
}

fn field(piece: &str, tags: &[Tag], index: usize) -> Option<Field> {
    let tag = &tags[index];
    let name = tag.get("name").filter(|_| !tag.closing && !tag.has("disabled"))?.to_owned();
    let kind = match (tag.name.as_str(), tag.get("type")) {
        ("input", Some("radio" | "checkbox")) if !tag.has("checked") => return None,
        ("input", Some(kind @ ("hidden" | "radio" | "checkbox"))) => kind,
        ("input", _) => "text",
        ("textarea", _) => "textarea",
        ("select", _) => "select",
        ("button", _) => "button",
        _ => return None,
    };
    let value = match kind {
        // Browsers drop one line end at the start.
        "textarea" => decode(inside(piece, tags, index).trim_start_matches('\n')),
        "select" => selected(inside(piece, tags, index)),
        _ => tag.value("value"),
    };
    let described_by = tag.value("aria-describedby").split_whitespace().map(str::to_owned).collect();
    let invalid = tag.get("aria-invalid") == Some("true");
    Some(Field { name, value, kind: kind.to_owned(), described_by, invalid })
}

fn selected(piece: &str) -> String {
    let tags = tags(piece);
    let options = || tags.iter().filter(|tag| tag.name == "option" && !tag.closing);
    let chosen = options().find(|tag| tag.has("selected")).or_else(|| options().next());
    chosen.map(|tag| tag.value("value")).unwrap_or_default()
}

/// Opened tags only.
pub fn opened(html: &str) -> Vec<Tag> {
    tags(html).into_iter().filter(|tag| !tag.closing).collect()
}

/// The document is well nested: what is opened is closed, in order.
pub fn assert_nested(html: &str) {
    let mut open: Vec<Tag> = Vec::new();
    for tag in tags(html) {
        let empty = VOID.contains(&tag.name.as_str()) || html[..tag.end].ends_with("/>");
        if tag.closing {
            let last = open.pop().map(|tag| tag.name);
            assert_eq!(
                last.as_deref(),
                Some(tag.name.as_str()),
                "near {}",
                &html[..tag.end][tag.start.saturating_sub(200)..]
            );
        } else if !empty {
            open.push(tag);
        }
    }
    assert!(open.is_empty(), "never closed: {:?}", open.iter().map(|tag| &tag.name).collect::<Vec<_>>());
}
