//! The values of a user's attributes, read by name.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::attribute_name::{AttributeKind, AttributeName};
use super::attribute_value::AttributeValue;
use super::user::UserType;
use crate::json::text;

/// Some attributes of one user, as Graph shows them ("user resource type").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserAttributes {
    /// The object id.
    pub id: String,
    /// `userType`; absent if Graph did not say
    pub user_type: Option<UserType>,
    values: BTreeMap<AttributeName, AttributeValue>,
}

impl UserAttributes {
    /// A user with these values, for code that decides on them.
    pub const fn new(
        id: String,
        user_type: Option<UserType>,
        values: BTreeMap<AttributeName, AttributeValue>,
    ) -> Self {
        Self { id, user_type, values }
    }

    /// Graph says this is a guest. False also when it did not say.
    pub fn is_guest(&self) -> bool {
        self.user_type == Some(UserType::Guest)
    }

    /// What the attribute holds; none if it is empty, or was not asked for.
    pub fn get(&self, name: &AttributeName) -> Option<&AttributeValue> {
        self.values.get(name)
    }

    /// The attributes that hold something.
    pub fn iter(&self) -> impl Iterator<Item = (&AttributeName, &AttributeValue)> {
        self.values.iter()
    }
}

/// The value of `$select`: each property once.
pub(super) fn select(names: &[AttributeName]) -> String {
    let mut properties = vec!["id", "userType"];
    for name in names {
        if !properties.contains(&name.property()) {
            properties.push(name.property());
        }
    }
    properties.join(",")
}

#[derive(Deserialize)]
pub(super) struct AttributesResponse {
    #[serde(deserialize_with = "crate::json::id")]
    id: String,
    #[serde(default, rename = "userType")]
    user_type: Option<UserType>,
    #[serde(flatten)]
    properties: Map<String, Value>,
}

impl AttributesResponse {
    /// These of its properties, whatever else it has.
    pub(super) fn attributes(self, names: &[AttributeName]) -> UserAttributes {
        let value = |name: &AttributeName| {
            let mut value = property(&self.properties, name.property())?;
            if let Some(within) = name.within() {
                value = property(value.as_object()?, &within)?;
            }
            Some((name.clone(), read(name.kind(), value)?))
        };
        UserAttributes {
            id: self.id,
            user_type: self.user_type,
            values: names.iter().filter_map(value).collect(),
        }
    }
}

/// Names of properties are not case-sensitive: an extension comes back as it was defined.
fn property<'a>(properties: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let named = || properties.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    properties.get(name).or_else(named)
}

/// None for what is empty. A value of another shape than the documented one is none that we know, but no emptiness: who fills only what is
/// empty must not write over it.
fn read(kind: AttributeKind, value: &Value) -> Option<AttributeValue> {
    let known = match (kind, value) {
        (_, Value::Null) => return None,
        (AttributeKind::Text | AttributeKind::Scalar, Value::String(text)) if text.is_empty() => return None,
        (AttributeKind::Text | AttributeKind::Scalar, Value::String(text)) => {
            Some(AttributeValue::Text(text.clone()))
        }
        (AttributeKind::Texts, Value::Array(entries)) if entries.is_empty() => return None,
        (AttributeKind::Texts, Value::Array(entries)) => {
            entries.iter().map(text).collect::<Option<_>>().map(AttributeValue::Texts)
        }
        (AttributeKind::Scalar, Value::Number(number)) => number.as_i64().map(AttributeValue::Number),
        (AttributeKind::Scalar, Value::Bool(value)) => Some(AttributeValue::Boolean(*value)),
        _ => None,
    };
    Some(known.unwrap_or(AttributeValue::Other))
}
