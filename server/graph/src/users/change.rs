//! Changing a user's attributes.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::attribute_name::{AttributeError, AttributeKind, AttributeName};
use super::attribute_value::AttributeValue;

/// What to change on a user: absolute, so that it can be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange(BTreeMap<AttributeName, Option<AttributeValue>>);

impl UserChange {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets an attribute; refused if it cannot hold the value.
    pub fn set(
        mut self,
        name: AttributeName,
        value: impl Into<AttributeValue>,
    ) -> Result<Self, AttributeError> {
        let value = value.into();
        if !name.takes(&value) {
            return Err(AttributeError::Value);
        }
        self.0.insert(name, Some(value));
        Ok(self)
    }

    /// Takes the value of an attribute away. Graph may refuse that, see [`AttributeName::can_be_cleared`].
    #[must_use]
    pub fn clear(mut self, name: AttributeName) -> Self {
        self.0.insert(name, None);
        self
    }

    /// True if nothing would change.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is set (or cleared) so far.
    pub fn iter(&self) -> impl Iterator<Item = (&AttributeName, Option<&AttributeValue>)> {
        self.0.iter().map(|(name, value)| (name, value.as_ref()))
    }
}

impl Serialize for UserChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = Map::new();
        for (name, value) in self.iter() {
            let value = match (name.kind(), value) {
                (_, Some(value)) => json!(value),
                // A collection is never null: it is empty.
                (AttributeKind::Texts, None) => json!([]),
                (_, None) => Value::Null,
            };
            match name.within() {
                None => body.insert(name.property().to_owned(), value),
                Some(within) => match body.entry(name.property()).or_insert_with(|| json!({})) {
                    Value::Object(complex) => complex.insert(within, value),
                    _ => None,
                },
            };
        }
        body.serialize(serializer)
    }
}
