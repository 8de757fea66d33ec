//! What an attribute of a user can hold.

use serde::{Deserialize, Serialize};

/// What an attribute holds. Never empty: an attribute without a value has none of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AttributeValue {
    /// A text; dates and binary values of extensions are texts too.
    Text(String),
    /// The entries of a list.
    Texts(Vec<String>),
    /// A whole number.
    Number(i64),
    /// A boolean.
    Boolean(bool),
    /// A value of a shape that we do not know: there is one, and it cannot be written.
    Other,
}

impl AttributeValue {
    /// The text, or the first of several.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Texts(texts) => texts.first().map(String::as_str),
            Self::Number(_) | Self::Boolean(_) | Self::Other => None,
        }
    }

    /// What somebody would type for it; none for what we do not know. Of several texts the first.
    pub fn as_typed(&self) -> Option<String> {
        match self {
            Self::Text(_) | Self::Texts(_) => self.text().map(str::to_owned),
            Self::Number(number) => Some(number.to_string()),
            Self::Boolean(value) => Some(value.to_string()),
            Self::Other => None,
        }
    }
}

impl From<&str> for AttributeValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
