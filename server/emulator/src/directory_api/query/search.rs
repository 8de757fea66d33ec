//! `$search`: quoted clauses `"property:text"` with `AND` and `OR` between them.

use crate::{
    directory_api::{
        GraphError,
        users::{Field, Property},
    },
    world::{World, user::User},
};

/// A search: any of the groups, all clauses of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    any: Vec<Vec<Clause>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Clause {
    property: &'static Property,
    text: String,
}

fn refuse() -> GraphError {
    GraphError::bad_request(
        "Syntax error: character '\"' is not valid at this position in the $search clause.",
    )
}

impl Search {
    /// Reads the clause. `AND` binds closer than `OR`.
    pub fn parse(text: &str) -> Result<Self, GraphError> {
        let mut any = vec![Vec::new()];
        let mut rest = text.trim();
        loop {
            let (clause, after) = clause(rest)?;
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

    /// Whether the search finds this user.
    pub fn finds(&self, world: &World, user: &User) -> bool {
        self.any.iter().any(|group| group.iter().all(|clause| clause.finds(world, user)))
    }

    /// The properties it looks at.
    pub fn properties(&self) -> Vec<&'static Property> {
        self.any.iter().flatten().map(|clause| clause.property).collect()
    }
}

/// One quoted clause, and what follows it.
fn clause(text: &str) -> Result<(Clause, &str), GraphError> {
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
    let searchable =
        ["displayName", "givenName", "surname", "mail", "userPrincipalName", "otherMails", "proxyAddresses"];
    let property = Property::named(name.trim())
        .filter(|property| searchable.contains(&property.name))
        .ok_or_else(|| GraphError::unsupported_query("Unsupported Query."))?;
    let text = wanted.replace("\\\"", "\"").replace("\\\\", "\\").to_lowercase();
    Ok((Clause { property, text: text.trim().to_owned() }, &inner[end + 1..]))
}

impl Clause {
    /// Words anywhere in the display name; the beginning of anything else.
    fn finds(&self, world: &World, user: &User) -> bool {
        let begins = |own: &str| own.to_lowercase().starts_with(&self.text);
        match self.property.of(world, user) {
            Field::Text(own) if self.property.name == "displayName" => {
                let own = own.to_lowercase();
                let words: Vec<_> = own.split(|c: char| !c.is_alphanumeric()).collect();
                self.text
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|wanted| !wanted.is_empty())
                    .all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
            }
            Field::Text(own) => begins(own),
            Field::Texts(own) => own.iter().any(|own| begins(own)),
            _ => false,
        }
    }
}
