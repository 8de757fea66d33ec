//! The `$`-options of a request.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;

use super::{
    filter::{self, Expr},
    search::Search,
};
use crate::directory_api::{GraphError, users::Property};

/// The options of a request, read.
#[derive(Debug, Default)]
pub struct Options {
    /// `$filter`.
    pub filter: Option<Expr>,
    /// `$search`.
    pub search: Option<Search>,
    /// `$select`.
    pub select: Option<Vec<&'static Property>>,
    /// `$top`.
    pub top: Option<usize>,
    /// `$count=true`.
    pub count: bool,
    /// `$orderby`; true: descending.
    pub order: Option<(&'static Property, bool)>,
    /// Where the page begins.
    pub start: usize,
    /// Whether the header `ConsistencyLevel: eventual` was sent.
    pub eventual: bool,
    raw: BTreeMap<String, String>,
}

impl Options {
    /// Reads the query string and the header.
    pub fn read(query: Option<&str>, headers: &HeaderMap) -> Result<Self, GraphError> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query.unwrap_or_default())
            .map_err(|_| GraphError::bad_request("The query string cannot be read."))?;
        let level = headers.get("ConsistencyLevel").and_then(|value| value.to_str().ok());
        let mut options = Self {
            eventual: level.is_some_and(|level| level.eq_ignore_ascii_case("eventual")),
            ..Self::default()
        };
        for (name, value) in pairs {
            let name = name.to_ascii_lowercase();
            options.take(&name, &value)?;
            if options.raw.insert(name.clone(), value).is_some() {
                return Err(GraphError::bad_request(&format!(
                    "Query parameter '{name}' is specified, but it should be specified only once."
                )));
            }
        }
        Ok(options)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), GraphError> {
        match name {
            "$filter" => self.filter = Some(filter::parse(value)?),
            "$search" => self.search = Some(Search::parse(value)?),
            "$select" => self.select = Some(selection(value)?),
            "$top" => self.top = Some(top(value)?),
            "$count" => {
                self.count = match value {
                    "true" => true,
                    "false" => false,
                    _ => return Err(GraphError::bad_request("Invalid value for the query option '$count'.")),
                }
            }
            "$orderby" => self.order = Some(order(value)?),
            "$skiptoken" => {
                self.start = URL_SAFE_NO_PAD
                    .decode(value)
                    .ok()
                    .and_then(|bytes| String::from_utf8(bytes).ok())
                    .and_then(|text| text.parse().ok())
                    .ok_or_else(|| GraphError::request_bad_request("Invalid skiptoken."))?;
            }
            "$skip" => {
                return Err(GraphError::request_bad_request("'$skip' is not supported by the service."));
            }
            other if other.starts_with('$') => {
                return Err(GraphError::bad_request(&format!(
                    "The query parameter '{other}' is not supported by this emulator."
                )));
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether this is an advanced query: the header and `$count=true`.
    pub fn advanced(&self) -> bool {
        self.eventual && self.count
    }

    /// Whether the answer carries a count: without the header `$count=true` is silently ignored.
    pub fn counts(&self) -> bool {
        self.advanced()
    }

    /// What only an advanced query may ask.
    pub fn check(&self) -> Result<(), GraphError> {
        if self.search.is_some() && !self.eventual {
            return Err(GraphError::unsupported_query(
                "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
            ));
        }
        if let Some(filter) = &self.filter {
            filter::check(filter, self.advanced())?;
            if self.order.is_some() && !self.advanced() {
                return Err(GraphError::unsupported_query("Sorting not supported for current query."));
            }
        }
        Ok(())
    }

    /// The properties that decide which users are found.
    pub fn properties(&self) -> Vec<&'static Property> {
        let mut properties = self.filter.as_ref().map(filter::properties).unwrap_or_default();
        properties.extend(self.search.iter().flat_map(Search::properties));
        properties.extend(self.order.map(|(property, _)| property));
        properties
    }

    /// `(displayName,id)` for the context, empty without `$select`.
    pub fn selected_names(&self) -> String {
        let Some(selected) = &self.select else { return String::new() };
        let names: Vec<_> = selected.iter().map(|property| property.name).collect();
        format!("({})", names.join(","))
    }

    /// The address of the next page. The header is not in it: the client sends it again.
    pub fn next_link(&self, base: &str, start: usize) -> String {
        let token = URL_SAFE_NO_PAD.encode(start.to_string());
        let mut pairs = self.raw.clone();
        pairs.insert("$skiptoken".to_owned(), token);
        // `$` may stay as it is in a query, and does in Graph's own links.
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default().replace("%24", "$");
        format!("{base}?{query}")
    }
}

fn selection(value: &str) -> Result<Vec<&'static Property>, GraphError> {
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    let mut selected: Vec<&'static Property> = Vec::new();
    for name in names {
        if name == "*" {
            return Ok(Property::all().iter().filter(|property| !property.single).collect());
        }
        let property = Property::named(name).ok_or_else(|| {
            GraphError::bad_request(&format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type 'microsoft.graph.user'."
            ))
        })?;
        if !selected.contains(&property) {
            selected.push(property);
        }
    }
    Ok(selected)
}

fn top(value: &str) -> Result<usize, GraphError> {
    value.parse().ok().filter(|&top| top > 0).ok_or_else(|| {
        GraphError::bad_request(&format!(
            "Invalid value '{value}' for $top query option found. The $top query option requires a positive integer value."
        ))
    })
}

fn order(value: &str) -> Result<(&'static Property, bool), GraphError> {
    let mut words = value.split_whitespace();
    let name = words.next().unwrap_or_default();
    let descending = match words.next() {
        None | Some("asc") => false,
        Some("desc") => true,
        Some(_) => return Err(GraphError::bad_request("Invalid orderby clause.")),
    };
    let sortable = ["displayName", "userPrincipalName", "createdDateTime", "mail", "surname", "givenName"];
    Property::named(name)
        .filter(|property| sortable.contains(&property.name) && words.next().is_none())
        .map(|property| (property, descending))
        .ok_or_else(|| GraphError::unsupported_query("Sorting not supported for current query."))
}
