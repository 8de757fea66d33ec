//! Values of properties, for any kind of object.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::catalogue::Property;

/// An object that can be queried.
pub trait Object {
    /// The value of a property of its catalogue.
    fn value(&self, property: &Property) -> Value<'_>;
}

/// The parts of a complex value, in order.
pub type NamedValues<'a> = Vec<(&'static str, Value<'a>)>;

/// The value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Absent: left out of an answer, and null to a filter.
    Absent,
    /// Null.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// Text whose part before the colon is compared with case, the rest without (proxy addresses). Unverified: whether the service does this.
    Prefixed(&'a str),
    /// An id.
    Id(Uuid),
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A time.
    Time(OffsetDateTime),
    /// A complex value.
    Complex(NamedValues<'a>),
    /// Several values.
    List(Vec<Value<'a>>),
}

impl<'a> Value<'a> {
    /// Text, or null.
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }

    /// Several texts.
    pub fn texts(texts: &'a [String]) -> Self {
        Self::List(texts.iter().map(|text| Self::Text(Cow::Borrowed(text))).collect())
    }

    /// The part of this name.
    pub fn part(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Complex(parts) => parts.iter().find(|(known, _)| *known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// As JSON.
    pub fn json(&self) -> Json {
        match self {
            Self::Absent | Self::Null => Json::Null,
            Self::Text(text) => json!(text),
            Self::Prefixed(text) => json!(text),
            Self::Id(id) => json!(id),
            Self::Flag(flag) => json!(flag),
            Self::Number(number) => json!(number),
            Self::Time(time) => {
                let whole = time.replace_nanosecond(0).unwrap_or(*time);
                json!(whole.format(&Rfc3339).unwrap_or_default())
            }
            Self::Complex(parts) => {
                let parts = parts.iter().map(|(name, value)| ((*name).to_owned(), value.json()));
                Json::Object(parts.collect())
            }
            Self::List(values) => values.iter().map(Value::json).collect(),
        }
    }
}

/// These properties of an object as JSON. Properties that `covers` excludes are null; absent ones are left out.
pub fn shape<'p>(
    object: &dyn Object,
    properties: impl Iterator<Item = &'p Property>,
    covers: impl Fn(&Property) -> bool,
) -> Map<String, Json> {
    properties
        .filter_map(|property| {
            let value = if covers(property) { object.value(property) } else { Value::Null };
            (value != Value::Absent).then(|| (property.name.clone().into_owned(), value.json()))
        })
        .collect()
}
