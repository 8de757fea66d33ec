//! `$search`: quoted clauses `"property:text"` joined by `AND` and `OR` ("Use the $search query parameter").

use percent_encoding::percent_decode_str;

use super::{
    catalogue::{Catalogue, Property, SearchMode},
    value::{Object, Value},
};
use crate::graph_api::error::GraphError;

/// A search: an object matches when all clauses of one of the groups match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    any: Vec<Vec<Clause>>,
    ideographs_apart: bool,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) property: Property,
    /// In lower case.
    pub(super) text: String,
}

fn refuse() -> GraphError {
    GraphError::bad_request(
        "Syntax error: character '\"' is not valid at this position in the $search clause.",
    )
}

impl Search {
    /// Parses the option. `AND` binds closer than `OR`.
    pub fn parse(text: &str, catalogue: &Catalogue) -> Result<Self, GraphError> {
        let mut any = vec![Vec::new()];
        let mut rest = text.trim();
        loop {
            let (clause, after) = clause(rest, catalogue)?;
            if let Some(group) = any.last_mut() {
                group.push(clause);
            }
            rest = after.trim_start();
            if rest.is_empty() {
                return Ok(Self { any, ideographs_apart: false });
            }
            if let Some(after) = rest.strip_prefix("AND ") {
                rest = after.trim_start();
            } else if let Some(after) = rest.strip_prefix("OR ") {
                rest = after.trim_start();
                any.push(Vec::new());
            } else if !rest.starts_with('"') {
                return Err(refuse());
            }
        }
    }

    /// The search where its value is decoded once more: a sign that has a meaning in a query string, and was encoded once, is refused.
    /// Unverified: the message.
    pub(super) fn decoded_again(mut self) -> Result<Self, GraphError> {
        for clause in self.any.iter_mut().flatten() {
            if let Some(sign) = clause.text.chars().find(|c| matches!(c, '&' | '#')) {
                return Err(GraphError::bad_request(&format!(
                    "Syntax error: character '{sign}' is not valid at this position in the $search clause."
                )));
            }
            clause.text = percent_decode_str(&clause.text).decode_utf8_lossy().to_lowercase();
        }
        Ok(self)
    }

    /// The search where every Chinese, Japanese and Korean character is a word.
    pub(super) const fn with_ideographs_apart(mut self) -> Self {
        self.ideographs_apart = true;
        self
    }

    /// Whether every Chinese, Japanese and Korean character is a word.
    pub(super) const fn ideographs_apart(&self) -> bool {
        self.ideographs_apart
    }

    /// Whether this object matches the search.
    pub fn finds(&self, object: &dyn Object) -> bool {
        let words = if self.ideographs_apart { words_and_ideographs } else { words };
        self.any.iter().any(|group| group.iter().all(|clause| clause.finds(object, words)))
    }

    /// The properties that it uses.
    pub fn properties(&self) -> impl Iterator<Item = &Property> {
        self.any.iter().flatten().map(|clause| &clause.property)
    }

    /// The groups of clauses.
    pub(super) fn groups(&self) -> &[Vec<Clause>] {
        &self.any
    }
}

/// One quoted clause, and the rest of the text.
fn clause<'a>(text: &'a str, catalogue: &Catalogue) -> Result<(Clause, &'a str), GraphError> {
    let inner = text.strip_prefix('"').ok_or_else(refuse)?;
    let mut end = None;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                end = Some(at);
                break;
            }
            _ => {}
        }
    }
    let end = end.ok_or_else(refuse)?;
    let (name, wanted) = inner[..end].split_once(':').ok_or_else(refuse)?;
    let property = catalogue
        .property(name.trim())
        .filter(|property| property.search != SearchMode::No)
        .ok_or_else(|| GraphError::unsupported_query("Unsupported Query."))?;
    let text = wanted.replace("\\\"", "\"").replace("\\\\", "\\").to_lowercase();
    Ok((Clause { property, text: text.trim().to_owned() }, &inner[end + 1..]))
}

impl Clause {
    /// The words of the clause.
    pub(super) fn words(&self) -> Vec<&str> {
        words(&self.text)
    }

    fn finds(&self, object: &dyn Object, words: fn(&str) -> Vec<&str>) -> bool {
        let begins = |own: &str| own.to_lowercase().starts_with(&self.text);
        match object.value(&self.property) {
            Value::Text(own) if self.property.search == SearchMode::Words => {
                let own = own.to_lowercase();
                let own = words(&own);
                words(&self.text).iter().all(|wanted| own.iter().any(|word| word.starts_with(wanted)))
            }
            Value::Text(own) => begins(&own),
            Value::Prefixed(own) => begins(own),
            Value::List(own) => own.iter().any(|own| match own {
                Value::Text(own) => begins(own),
                Value::Prefixed(own) => begins(own),
                _ => false,
            }),
            _ => false,
        }
    }
}

/// The words of a text.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The same, each Chinese, Japanese or Korean character being a word of its own.
fn words_and_ideographs(text: &str) -> Vec<&str> {
    let apart = |word: &'_ str| -> Vec<(usize, usize)> {
        let (mut parts, mut start) = (Vec::new(), 0);
        for (at, ideograph) in word.char_indices().filter(|(_, c)| is_ideograph(*c)) {
            let end = at + ideograph.len_utf8();
            parts.extend([(start, at), (at, end)]);
            start = end;
        }
        parts.push((start, word.len()));
        parts
    };
    let parts = words(text)
        .into_iter()
        .flat_map(|word| apart(word).into_iter().map(move |(from, to)| &word[from..to]));
    parts.filter(|part| !part.is_empty()).collect()
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}')
}
