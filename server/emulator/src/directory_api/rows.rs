//! Objects as rows: made as JSON in one place, read by the catalogue of their kind for `$filter`, `$search`, `$orderby` and `$select`.

use std::borrow::Cow;

use http::StatusCode;
use serde_json::{Map, Value as Json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    ask::Ask,
    error::GraphError,
    query,
    query::{Catalogue, Kind, Object, Options, Property, Value},
    reply::Reply,
};

/// An object as JSON, with every property of its catalogue.
pub(super) struct Row(Map<String, Json>);

impl Row {
    /// The row of a JSON object.
    pub(super) fn new(object: Json) -> Self {
        match object {
            Json::Object(map) => Self(map),
            _ => Self(Map::new()),
        }
    }
}

impl Object for Row {
    fn value(&self, property: &Property) -> Value<'_> {
        self.0.get(property.name.as_ref()).map_or(Value::Null, |json| value(json, property.kind))
    }
}

fn value(json: &Json, kind: Kind) -> Value<'_> {
    let parts = |json, parts: &'static [Property]| Value::Complex(named(json, parts));
    match (kind, json) {
        (Kind::Id, Json::String(text)) => Uuid::try_parse(text).map_or(Value::Null, Value::Id),
        (Kind::Time, Json::String(text)) => {
            OffsetDateTime::parse(text, &Rfc3339).map_or(Value::Null, Value::Time)
        }
        (Kind::Complexes(of), Json::Array(list)) => {
            Value::List(list.iter().map(|json| parts(json, of)).collect())
        }
        (Kind::Complex(of), Json::Object(_)) => parts(json, of),
        (_, Json::String(text)) => Value::Text(Cow::Borrowed(text)),
        (_, Json::Bool(flag)) => Value::Flag(*flag),
        (_, Json::Number(number)) => number.as_i64().map_or(Value::Null, Value::Number),
        (_, Json::Array(list)) => Value::List(list.iter().map(|json| value(json, Kind::Text)).collect()),
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
    ask: &Ask,
    catalogue: &'static Catalogue,
    rows: impl Iterator<Item = Row>,
) -> Result<Reply, GraphError> {
    let options = ask.options(catalogue)?;
    query::list(&ask.call, &options, rows, |row| shape(row, &options))
}

/// The row as it was selected, with the linked objects that were asked for.
fn shape(row: &Row, options: &Options) -> Map<String, Json> {
    let mut body = query::shape(row, options.shown(), |_| true);
    for expand in &options.expand {
        let linked = row.0.get(expand.link).cloned().unwrap_or_default();
        let shown = match &expand.select {
            Some(chosen) => selected(linked, chosen),
            None => linked,
        };
        body.insert(expand.link.to_owned(), shown);
    }
    body
}

/// What was selected of a linked object, or of each of several.
fn selected(linked: Json, chosen: &[Property]) -> Json {
    match linked {
        Json::Array(list) => list.into_iter().map(|one| selected(one, chosen)).collect(),
        Json::Object(_) => Json::Object(query::shape(&Row::new(linked), chosen.iter(), |_| true)),
        other => other,
    }
}

/// How many of these rows there are.
pub(super) fn count(
    ask: &Ask,
    catalogue: &'static Catalogue,
    rows: impl Iterator<Item = Row>,
) -> Result<Reply, GraphError> {
    let options = ask.options_of_count(catalogue)?;
    let wanted = options.wanted()?;
    Ok(Reply::Count(rows.filter(|row| wanted.finds(row)).count()))
}

/// One of them, as it was selected.
pub(super) fn one(ask: &Ask, catalogue: &'static Catalogue, row: &Row) -> Result<Reply, GraphError> {
    let options = ask.options_of_one(catalogue)?;
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), ask.context(&format!("{}/$entity", options.context())));
    body.extend(shape(row, &options));
    Ok(Reply::Json(StatusCode::OK, Json::Object(body)))
}

/// One that was just made, with its default properties.
pub(super) fn made(ask: &Ask, catalogue: &'static Catalogue, row: &Row) -> Reply {
    let options = Options::none(catalogue);
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), ask.context(&format!("{}/$entity", options.context())));
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

/// A property that only comes along.
pub(super) const fn plain(name: &'static str, kind: Kind) -> Property {
    Property::new(name, kind, query::Operators::NONE).by_default()
}

/// A property with one of a few values.
pub(super) const fn choice(name: &'static str, kind: Kind) -> Property {
    Property::new(name, kind, query::Operators::CHOICE).by_default()
}
