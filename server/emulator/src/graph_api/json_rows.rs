//! Objects as JSON rows, on which `$filter`, `$search`, `$orderby` and `$select` work by the catalogue of their kind.

use std::borrow::Cow;

use http::StatusCode;
use serde_json::{Map, Value as Json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    authorized_request::AuthorizedRequest,
    error::GraphError,
    query,
    query::{Catalogue, Object, Property, QueryOptions, Value, ValueKind},
    reply::Reply,
};

/// An object as JSON, with every property of its catalogue.
pub(super) struct JsonRow(Map<String, Json>);

impl JsonRow {
    /// The row of a JSON object.
    pub(super) fn new(object: Json) -> Self {
        match object {
            Json::Object(map) => Self(map),
            _ => Self(Map::new()),
        }
    }
}

impl Object for JsonRow {
    fn value(&self, property: &Property) -> Value<'_> {
        self.0.get(property.name.as_ref()).map_or(Value::Null, |json| value(json, property.kind))
    }
}

fn value(json: &Json, kind: ValueKind) -> Value<'_> {
    let parts = |json, parts: &'static [Property]| Value::Complex(named(json, parts));
    match (kind, json) {
        (ValueKind::Id, Json::String(text)) => Uuid::try_parse(text).map_or(Value::Null, Value::Id),
        (ValueKind::Time, Json::String(text)) => {
            OffsetDateTime::parse(text, &Rfc3339).map_or(Value::Null, Value::Time)
        }
        (ValueKind::Complexes(of), Json::Array(list)) => {
            Value::List(list.iter().map(|json| parts(json, of)).collect())
        }
        (ValueKind::Complex(of), Json::Object(_)) => parts(json, of),
        (_, Json::String(text)) => Value::Text(Cow::Borrowed(text)),
        (_, Json::Bool(flag)) => Value::Flag(*flag),
        (_, Json::Number(number)) => number.as_i64().map_or(Value::Null, Value::Number),
        (_, Json::Array(list)) => Value::List(list.iter().map(|json| value(json, ValueKind::Text)).collect()),
        _ => Value::Null,
    }
}

fn named<'a>(json: &'a Json, parts: &'static [Property]) -> Vec<(&'static str, Value<'a>)> {
    parts
        .iter()
        .map(|part| {
            let name: &'static str = part.name.as_ref();
            (name, json.get(name).map_or(Value::Null, |json| value(json, part.kind)))
        })
        .collect()
}

/// A page of these rows.
pub(super) fn list(
    request: &AuthorizedRequest,
    catalogue: &'static Catalogue,
    rows: impl Iterator<Item = JsonRow>,
) -> Result<Reply, GraphError> {
    let options = request.options(catalogue)?;
    query::list(&request.context, &options, rows, |row| shape(row, &options))
}

/// The selected properties of a row, with the expanded objects.
fn shape(row: &JsonRow, options: &QueryOptions) -> Map<String, Json> {
    let mut body = query::shape(row, options.shown(), |_| true);
    for expand in &options.expand {
        let linked = row.0.get(expand.link).cloned().unwrap_or_default();
        let shown = match &expand.select {
            Some(chosen) => selected(linked, chosen),
            None => without(linked, &expand.hidden),
        };
        body.insert(expand.link.to_owned(), shown);
    }
    body
}

/// A linked object, or several, without links of their own.
fn without(linked: Json, hidden: &[&str]) -> Json {
    match linked {
        Json::Array(list) => list.into_iter().map(|one| without(one, hidden)).collect(),
        Json::Object(mut object) => {
            object.retain(|name, _| !hidden.contains(&name.as_str()));
            Json::Object(object)
        }
        other => other,
    }
}

/// The selected properties of a linked object, or of each of several.
fn selected(linked: Json, chosen: &[Property]) -> Json {
    match linked {
        Json::Array(list) => list.into_iter().map(|one| selected(one, chosen)).collect(),
        Json::Object(_) => Json::Object(query::shape(&JsonRow::new(linked), chosen.iter(), |_| true)),
        other => other,
    }
}

/// The number of matching rows.
pub(super) fn count(
    request: &AuthorizedRequest,
    catalogue: &'static Catalogue,
    rows: impl Iterator<Item = JsonRow>,
) -> Result<Reply, GraphError> {
    let options = request.options_of_count(catalogue)?;
    let wanted = options.criteria()?;
    Ok(Reply::Count(rows.filter(|row| wanted.finds(row)).count()))
}

/// A single row, with its selected properties.
pub(super) fn one(
    request: &AuthorizedRequest,
    catalogue: &'static Catalogue,
    row: &JsonRow,
) -> Result<Reply, GraphError> {
    let options = request.options_of_one(catalogue)?;
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        request.odata_context(&format!("{}/$entity", options.odata_context())),
    );
    body.extend(shape(row, &options));
    Ok(Reply::Json(StatusCode::OK, Json::Object(body)))
}

/// A row that was just created, with its default properties.
pub(super) fn created(request: &AuthorizedRequest, catalogue: &'static Catalogue, row: &JsonRow) -> Reply {
    let options = QueryOptions::none(catalogue);
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        request.odata_context(&format!("{}/$entity", options.odata_context())),
    );
    body.extend(shape(row, &options));
    Reply::Json(StatusCode::CREATED, Json::Object(body))
}

/// A time as Graph writes it, to the second.
pub(super) fn time(time: OffsetDateTime) -> Json {
    let whole = time.replace_nanosecond(0).unwrap_or(time);
    whole.format(&Rfc3339).unwrap_or_default().into()
}

/// A text property that may be filtered on.
pub(super) const fn text(name: &'static str) -> Property {
    Property::text(name).by_default()
}

/// A property that cannot be filtered on.
pub(super) const fn plain(name: &'static str, kind: ValueKind) -> Property {
    Property::new(name, kind, query::Operators::NONE).by_default()
}

/// A property with one of a few values.
pub(super) const fn choice(name: &'static str, kind: ValueKind) -> Property {
    Property::new(name, kind, query::Operators::CHOICE).by_default()
}
