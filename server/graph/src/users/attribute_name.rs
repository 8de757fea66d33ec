//! Which attributes of a user may be read and written by name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::attribute_value::AttributeValue;

const EXTENSION: &str = "extension_";
/// The complex property of the fifteen, and how each of them is named within.
pub(super) const ON_PREMISES: &str = "onPremisesExtensionAttributes";
const ON_PREMISES_PREFIX: &str = "onPremisesExtensionAttributes.extensionAttribute";
pub(super) const BUSINESS_PHONES: &str = "businessPhones";
const USAGE_LOCATION: &str = "usageLocation";
/// Of a simple identifier in `OData`.
const MAX_EXTENSION_NAME: usize = 128;

/// Microsoft's names of the standard attributes, with the most characters that Graph takes ("user resource type"); none where no limit is
/// documented. No `displayName`: it cannot be taken away again.
const STANDARD: [(&str, Option<usize>); 17] = [
    ("givenName", Some(64)),
    ("surname", Some(64)),
    ("companyName", Some(64)),
    ("department", Some(64)),
    ("jobTitle", Some(128)),
    (BUSINESS_PHONES, None),
    ("mobilePhone", Some(64)),
    (USAGE_LOCATION, Some(2)),
    ("preferredLanguage", None),
    ("employeeType", None),
    ("employeeId", Some(16)),
    ("officeLocation", None),
    ("streetAddress", Some(1024)),
    ("city", Some(128)),
    ("state", Some(128)),
    ("postalCode", Some(40)),
    ("country", Some(128)),
];

/// The name of an attribute of `user` that we may read and write: nothing that decides who somebody is, how they sign in or whether they may.
/// Parsed from Microsoft's name, letter by letter: a standard attribute, `extension_<application id without hyphens>_<name>` ("Directory
/// extensions") or `onPremisesExtensionAttributes.extensionAttribute1` to `15`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AttributeName(Name);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Name {
    Standard(&'static str),
    OnPremises(u8),
    Extension(String),
}

/// What an attribute can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// One text.
    Text,
    /// A list of texts; Graph takes one entry at most ("Update user", `businessPhones`).
    Texts,
    /// A text, a number or a boolean: whichever the extension is defined as.
    Scalar,
}

/// Why something is no part of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttributeError {
    /// The name is not one of those that we read and write.
    #[error("no attribute that may be read and written")]
    Name,
    /// The attribute cannot hold this value.
    #[error("not a value of this attribute")]
    Value,
}

impl AttributeName {
    /// The names of those that every user has.
    pub fn standard() -> impl Iterator<Item = &'static str> {
        STANDARD.iter().map(|(name, _)| *name)
    }

    /// What it can hold.
    pub fn kind(&self) -> AttributeKind {
        match self.0 {
            Name::Standard(BUSINESS_PHONES) => AttributeKind::Texts,
            Name::Standard(_) | Name::OnPremises(_) => AttributeKind::Text,
            Name::Extension(_) => AttributeKind::Scalar,
        }
    }

    /// The most characters that Graph takes of a text ("user resource type", "Directory extensions"); none where no limit is documented.
    pub fn max_length(&self) -> Option<usize> {
        match &self.0 {
            Name::Standard(name) => STANDARD.iter().find(|(known, _)| known == name)?.1,
            Name::OnPremises(_) => Some(1024),
            Name::Extension(_) => Some(256),
        }
    }

    /// False for `usageLocation`, which is documented as not nullable: once set, it can only be replaced.
    pub fn can_be_cleared(&self) -> bool {
        !matches!(self.0, Name::Standard(USAGE_LOCATION))
    }

    /// Whether the attribute can hold this: of its kind, and not empty, for that is said by clearing.
    pub fn takes(&self, value: &AttributeValue) -> bool {
        match (self.kind(), value) {
            (AttributeKind::Text | AttributeKind::Scalar, AttributeValue::Text(text)) => !text.is_empty(),
            (AttributeKind::Texts, AttributeValue::Texts(texts)) => {
                matches!(texts.as_slice(), [text] if !text.is_empty())
            }
            (AttributeKind::Scalar, AttributeValue::Number(_) | AttributeValue::Boolean(_)) => true,
            _ => false,
        }
    }

    /// The application (client) id of the application that defines the extension; none where this is no extension.
    pub fn application(&self) -> Option<String> {
        let Name::Extension(name) = &self.0 else { return None };
        let (id, _) = name.strip_prefix(EXTENSION)?.split_once('_')?;
        Uuid::try_parse(id).ok().map(|id| id.to_string())
    }

    /// The value that is written where somebody has typed this text; none if the attribute cannot hold it, or not so much of it. Of an extension it is a text, whatever
    /// the extension is defined as: [`ExtensionType::value_of`](crate::ExtensionType::value_of) knows what its definition says.
    pub fn value_of(&self, text: &str) -> Option<AttributeValue> {
        let text = text.trim().to_owned();
        let value = match self.kind() {
            AttributeKind::Text | AttributeKind::Scalar => AttributeValue::Text(text),
            AttributeKind::Texts => AttributeValue::Texts(vec![text]),
        };
        let fits = value.text().map(|text| text.chars().count()) <= self.max_length().or(Some(usize::MAX));
        (fits && self.takes(&value)).then_some(value)
    }

    /// The property that has to be selected to see it.
    pub(super) fn property(&self) -> &str {
        match &self.0 {
            Name::Standard(name) => name,
            Name::OnPremises(_) => ON_PREMISES,
            Name::Extension(name) => name,
        }
    }

    /// Its name within the complex property that holds it, for those that one holds.
    pub(super) fn within(&self) -> Option<String> {
        match self.0 {
            Name::OnPremises(number) => Some(format!("extensionAttribute{number}")),
            Name::Standard(_) | Name::Extension(_) => None,
        }
    }
}

impl TryFrom<String> for AttributeName {
    type Error = AttributeError;

    fn try_from(name: String) -> Result<Self, AttributeError> {
        name.parse()
    }
}

impl From<AttributeName> for String {
    fn from(name: AttributeName) -> Self {
        name.to_string()
    }
}

impl FromStr for AttributeName {
    type Err = AttributeError;

    fn from_str(name: &str) -> Result<Self, AttributeError> {
        let standard = STANDARD.iter().find(|(known, _)| *known == name);
        let found = standard.map(|(known, _)| Name::Standard(known));
        let found = found.or_else(|| on_premises(name)).or_else(|| extension(name));
        found.map(Self).ok_or(AttributeError::Name)
    }
}

fn on_premises(name: &str) -> Option<Name> {
    let digits = name.strip_prefix(ON_PREMISES_PREFIX)?;
    let number = digits.parse::<u8>().ok().filter(|number| (1..=15).contains(number))?;
    // One spelling for each: neither `01` nor `+1`.
    (number.to_string() == digits).then_some(Name::OnPremises(number))
}

fn extension(name: &str) -> Option<Name> {
    let (application, own) = name.strip_prefix(EXTENSION)?.split_once('_')?;
    let id = application.len() == 32 && application.bytes().all(|byte| byte.is_ascii_hexdigit());
    let word = own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let fit = id && word && !own.is_empty() && name.len() <= MAX_EXTENSION_NAME;
    fit.then(|| Name::Extension(name.to_owned()))
}

impl fmt::Display for AttributeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Name::Standard(name) => f.write_str(name),
            Name::OnPremises(number) => write!(f, "{ON_PREMISES_PREFIX}{number}"),
            Name::Extension(name) => f.write_str(name),
        }
    }
}

impl fmt::Debug for AttributeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttributeName({self})")
    }
}

#[cfg(test)]
mod tests;
