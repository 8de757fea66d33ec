//! `$search`: quoted clauses `"property:text"` joined by `AND` and `OR` ("Use the $search query parameter").

use super::{
    catalogue::{Catalogue, Property, SearchMode},
    value::{Object, Value},
};
use crate::graph_api::error::GraphError;

/// A search: an object matches when all clauses of one of the groups match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    any: Vec<Vec<Clause>>,
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
                return Ok(Self { any });
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

    /// Whether this object matches the search.
    pub fn finds(&self, object: &dyn Object) -> bool {
        self.any.iter().any(|group| group.iter().all(|clause| clause.finds(object)))
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
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        words(&self.text)
    }

    fn finds(&self, object: &dyn Object) -> bool {
        let begins = |own: &str| own.to_lowercase().starts_with(&self.text);
        match object.value(&self.property) {
            Value::Text(own) if self.property.search == SearchMode::Words => {
                let own = own.to_lowercase();
                self.words().all(|wanted| words(&own).any(|word| word.starts_with(wanted)))
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
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
