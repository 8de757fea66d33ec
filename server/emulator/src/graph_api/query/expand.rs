//! `$expand`: linked objects in the answer ("Use query parameters": at most twenty, without a link to more).

use super::{
    catalogue::{Catalogue, Property},
    select::selection,
};
use crate::graph_api::error::GraphError;

/// The maximum number of linked objects.
pub const MAX_EXPANDED: usize = 20;

/// A link to expand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expand {
    /// The link, e.g. `sponsors`.
    pub link: &'static str,
    /// `$select` inside of it.
    pub select: Option<Vec<Property>>,
    /// Links of the linked objects that no `$expand` inside of it names: they do not come along.
    pub hidden: Vec<&'static str>,
}

impl Expand {
    /// Its form in `@odata.context`: `sponsors()`.
    pub(super) fn odata_context(&self) -> String {
        let names: Vec<&str> = self.select.iter().flatten().map(|property| property.name.as_ref()).collect();
        format!("{}({})", self.link, names.join(","))
    }
}

/// Reads `sponsors,manager($select=id,displayName)` and `assignment($expand=target)`.
pub(super) fn read(value: &str, catalogue: &'static Catalogue) -> Result<Vec<Expand>, GraphError> {
    split(value).map(|one| link(one.trim(), catalogue)).collect()
}

/// Splits at commas outside of parentheses.
fn split(value: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    value.split(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
}

fn link(text: &str, catalogue: &'static Catalogue) -> Result<Expand, GraphError> {
    let (name, inner) = match text.split_once('(') {
        Some((name, rest)) => (name, rest.strip_suffix(')')),
        None => (text, Some("")),
    };
    let link = catalogue.links.iter().find(|link| link.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
        GraphError::bad_request(&format!(
            "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{}'.",
            catalogue.type_name
        ))
    })?;
    let inner = inner
        .ok_or_else(|| GraphError::bad_request("Parsing OData Select and Expand failed: Syntax error."))?;
    let (select, inside) = match (inner.split_once('='), link.end) {
        (None, _) if inner.is_empty() => (None, Vec::new()),
        (Some((option, names)), Some(end)) if option.eq_ignore_ascii_case("$select") => {
            (Some(selection(names, end)?), Vec::new())
        }
        // Each by its name alone.
        (Some((option, names)), Some(end)) if option.eq_ignore_ascii_case("$expand") => {
            (None, read(names, end)?)
        }
        _ => return Err(GraphError::unsupported_query("Unsupported Query.")),
    };
    let links = link.end.into_iter().flat_map(|end| end.links).map(|link| link.name);
    let hidden = links.filter(|name| inside.iter().all(|shown| shown.link != *name)).collect();
    Ok(Expand { link: link.name, select, hidden })
}
