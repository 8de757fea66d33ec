//! The `$`-options of a request.

use std::{collections::BTreeMap, fmt::Write};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;

use super::{
    catalogue::{Catalogue, Property},
    criteria::Criteria,
    expand,
    expand::Expand,
    filter,
    filter::Expr,
    page::MAX_PAGE_SIZE,
    search::Search,
    value::{Object, Value},
};
use crate::graph_api::{error::GraphError, query::select::selection};

/// The options that a single object does not support.
const ONLY_OF_LISTS: [&str; 6] = ["$filter", "$search", "$orderby", "$top", "$count", "$skiptoken"];

/// The parsed options of a request.
#[derive(Debug)]
pub struct QueryOptions {
    /// The catalogue of the objects.
    pub catalogue: &'static Catalogue,
    /// `$filter`.
    pub filter: Option<Expr>,
    /// `$search`.
    pub search: Option<Search>,
    /// `$select`.
    pub select: Option<Vec<Property>>,
    /// `$expand`.
    pub expand: Vec<Expand>,
    /// `$top`.
    pub top: Option<usize>,
    /// `$count=true`.
    pub count: bool,
    /// `$orderby`; true: descending.
    pub order: Option<(Property, bool)>,
    /// The index of the page's first object.
    pub start: usize,
    /// Whether the header `ConsistencyLevel: eventual` was sent.
    pub eventual: bool,
    raw: BTreeMap<String, String>,
}

impl QueryOptions {
    /// Reads the query string and the header.
    pub fn read(
        catalogue: &'static Catalogue,
        query: Option<&str>,
        headers: &HeaderMap,
    ) -> Result<Self, GraphError> {
        let pairs = pairs(query)?;
        let level = headers.get("ConsistencyLevel").and_then(|value| value.to_str().ok());
        let mut options = Self {
            eventual: level.is_some_and(|level| level.eq_ignore_ascii_case("eventual")),
            ..Self::none(catalogue)
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

    /// No options at all.
    pub fn none(catalogue: &'static Catalogue) -> Self {
        Self {
            catalogue,
            filter: None,
            search: None,
            select: None,
            expand: Vec::new(),
            top: None,
            count: false,
            order: None,
            start: 0,
            eventual: false,
            raw: BTreeMap::new(),
        }
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), GraphError> {
        match name {
            "$filter" => self.filter = Some(filter::parse(value)?),
            "$search" => self.search = Some(Search::parse(value, self.catalogue)?),
            "$select" => self.select = Some(selection(value, self.catalogue)?),
            "$expand" => self.expand = expand::read(value, self.catalogue)?,
            "$top" => self.top = Some(top(value)?),
            "$count" => {
                self.count = match value {
                    "true" => true,
                    "false" => false,
                    _ => return Err(GraphError::bad_request("Invalid value for the query option '$count'.")),
                }
            }
            "$orderby" => self.order = Some(order(value, self.catalogue)?),
            "$skiptoken" => {
                self.start = token_start(value)
                    .ok_or_else(|| GraphError::request_bad_request("Invalid skiptoken."))?;
            }
            "$skip" => {
                return Err(GraphError::request_bad_request("'$skip' is not supported by the service."));
            }
            other if other.starts_with('$') => return Err(not_supported(other)),
            _ => {}
        }
        Ok(())
    }

    /// Whether this is an advanced query: the header and `$count=true`.
    pub fn advanced(&self) -> bool {
        self.eventual && self.count
    }

    /// Whether the answer has a count: without the header `$count=true` is silently ignored.
    pub fn counts(&self) -> bool {
        self.advanced()
    }

    /// The criteria of the objects. Refuses what Graph refuses, and advanced options without an advanced query.
    pub fn criteria(&self) -> Result<Criteria, GraphError> {
        if self.search.is_some() && !self.eventual {
            return Err(GraphError::unsupported_query(
                "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
            ));
        }
        let bind = |filter| filter::bind(filter, self.catalogue, self.advanced());
        let predicate = self.filter.as_ref().map(bind).transpose()?;
        if predicate.is_some() && self.order.is_some() && !self.advanced() {
            return Err(GraphError::unsupported_query("Sorting not supported for current query."));
        }
        let order = self.order.as_ref().map(|(property, _)| property.clone());
        Ok(Criteria { predicate, search: self.search.clone(), order })
    }

    /// Sorts objects by `$orderby`.
    pub fn sort<T: Object>(&self, objects: &mut [T]) {
        let Some((property, descending)) = &self.order else { return };
        objects.sort_by_cached_key(|object| match object.value(property) {
            Value::Text(text) => text.to_lowercase(),
            Value::Time(time) => format!("{:020}", time.unix_timestamp()),
            _ => String::new(),
        });
        if *descending {
            objects.reverse();
        }
    }

    /// The properties to return: those selected, else the default ones.
    pub fn shown(&self) -> Box<dyn Iterator<Item = &Property> + '_> {
        match &self.select {
            Some(selected) => Box::new(selected.iter()),
            None => Box::new(self.catalogue.properties.iter().filter(|property| property.default)),
        }
    }

    /// Refuses properties that lists do not have.
    pub fn check_list(&self) -> Result<(), GraphError> {
        let linked = self.expand.iter().filter_map(|expand| expand.select.as_ref());
        if self.select.iter().chain(linked).flatten().any(|property| property.single) {
            return Err(GraphError::new(
                http::StatusCode::NOT_IMPLEMENTED,
                "NotImplemented",
                "This operation target is not yet supported.",
            ));
        }
        Ok(())
    }

    /// Refuses options of lists. Unverified: the message.
    pub fn check_one(&self) -> Result<(), GraphError> {
        if ONLY_OF_LISTS.iter().any(|name| self.raw.contains_key(*name)) {
            return Err(GraphError::bad_request(
                "The query specified in the URI is not valid. The requested resource is not a collection. Query options $filter, $orderby, $count, $skip, and $top can be applied only on collections.",
            ));
        }
        Ok(())
    }

    /// The end of `@odata.context`, e.g. `users(displayName,id)`.
    pub fn odata_context(&self) -> String {
        let selected = self.select.iter().flatten().map(|property| property.name.clone().into_owned());
        let expanded = self.expand.iter().map(Expand::odata_context);
        let names: Vec<_> = selected.chain(expanded).collect();
        let mut context = self.catalogue.set.to_owned();
        if !names.is_empty() {
            let _ = write!(context, "({})", names.join(","));
        }
        context
    }

    /// The address of the next page. The client has to send the header `ConsistencyLevel` again.
    pub fn next_link(&self, base: &str, start: usize) -> String {
        let token = URL_SAFE_NO_PAD.encode(format!("page:{start:08x}"));
        let mut pairs = self.raw.clone();
        pairs.insert("$skiptoken".to_owned(), token);
        // `$` need not be encoded in a query, and is not in Graph's own links.
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default().replace("%24", "$");
        format!("{base}?{query}")
    }
}

fn pairs(query: Option<&str>) -> Result<Vec<(String, String)>, GraphError> {
    serde_urlencoded::from_str(query.unwrap_or_default())
        .map_err(|_| GraphError::bad_request("The query string cannot be read."))
}

fn not_supported(name: &str) -> GraphError {
    GraphError::bad_request(&format!("The query parameter '{name}' is not supported by this emulator."))
}

/// Refuses every option of a query.
pub fn refuse_options(query: Option<&str>) -> Result<(), GraphError> {
    let pairs = pairs(query)?;
    let option = pairs.iter().find(|(name, _)| name.starts_with('$'));
    option.map_or(Ok(()), |(name, _)| Err(not_supported(name)))
}

fn token_start(token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    usize::from_str_radix(text.strip_prefix("page:")?, 16).ok()
}

fn top(value: &str) -> Result<usize, GraphError> {
    let top = value.parse().ok().filter(|&top| top > 0).ok_or_else(|| {
        GraphError::bad_request(&format!(
            "Invalid value '{value}' for $top query option found. The $top query option requires a positive integer value."
        ))
    })?;
    if top > MAX_PAGE_SIZE {
        return Err(GraphError::request_bad_request(&format!(
            "Invalid page size specified: '{top}'. Must be between 1 and {MAX_PAGE_SIZE} inclusive."
        )));
    }
    Ok(top)
}

fn order(value: &str, catalogue: &Catalogue) -> Result<(Property, bool), GraphError> {
    let mut words = value.split_whitespace();
    let name = words.next().unwrap_or_default();
    let descending = match words.next() {
        None | Some("asc") => false,
        Some("desc") => true,
        Some(_) => return Err(GraphError::bad_request("Invalid orderby clause.")),
    };
    catalogue
        .property(name)
        .filter(|property| property.sortable && words.next().is_none())
        .map(|property| (property, descending))
        .ok_or_else(|| GraphError::unsupported_query("Sorting not supported for current query."))
}
