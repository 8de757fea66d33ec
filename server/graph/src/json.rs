//! Tolerant reading: Graph's answers vary in ways that must not cost a result.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The body as JSON, with or without a byte order mark. Through [`Value`], so that a repeated key is no error.
pub(crate) fn parse(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)).ok()
}

/// A text that is there and not of another type.
pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A text, or nothing: null, missing, empty and other types are all "not given".
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(text(&Value::deserialize(deserializer)?).filter(|text| !text.is_empty()))
}

/// The texts of a list; null, other types and null entries are left out.
pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(entries) => entries.iter().filter_map(text).collect(),
        _ => Vec::new(),
    })
}

/// The entries of a list; null is an empty one.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// An object, or nothing: null, and what is not of the documented shape, are both "not given".
pub(crate) fn optional_object<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(Value::deserialize(deserializer)?).ok())
}

/// A text that must be there and say something.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = String::deserialize(deserializer)?;
    if id.is_empty() { Err(D::Error::custom("an empty id")) } else { Ok(id) }
}

/// A point in time (RFC 3339), or nothing.
pub(crate) fn optional_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<OffsetDateTime>, D::Error> {
    let text = text(&Value::deserialize(deserializer)?);
    Ok(text.and_then(|text| OffsetDateTime::parse(&text, &Rfc3339).ok()))
}

/// A boolean, or nothing.
pub(crate) fn optional_bool<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_bool())
}
