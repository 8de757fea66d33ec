//! The path to a field of a form.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The maximum length of a path, in bytes.
const LONGEST: usize = 200;

/// Names with an optional index each, joined by dots: `role`, `recipients[0].address`. Forms, answers and stored problems name a field by
/// this text, so a path never changes its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldPath(Cow<'static, str>);

/// Why a text is not the path of a field.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error(
    "a field path is names of a-z, 0-9, hyphen and underscore, each with an optional [index], joined by dots"
)]
pub struct ParseFieldPathError;

impl FieldPath {
    /// The address of a person.
    pub const ADDRESS: Self = Self::known("address");
    /// The person chosen among matches.
    pub const PERSON: Self = Self::known("person");
    /// The role.
    pub const ROLE: Self = Self::known("role");
    /// The guest's name.
    pub const NAME: Self = Self::known("name");
    /// The message.
    pub const MESSAGE: Self = Self::known("message");
    /// The message's language.
    pub const LANGUAGE: Self = Self::known("language");
    /// The attributes that the form asks for.
    pub const ATTRIBUTES: Self = Self::known("attributes");
    /// The recipients of a share.
    pub const RECIPIENTS: Self = Self::known("recipients");
    /// The address that gets a copy of the mail.
    pub const COPY: Self = Self::known("copy");
    /// Who writes to the person.
    pub const MAIL_WAY: Self = Self::known("mail_way");
    /// The guests' sponsor.
    pub const SPONSOR: Self = Self::known("sponsor");
    /// The last day of access.
    pub const UNTIL: Self = Self::known("until");

    /// The path with this text, for constants: a wrong one does not compile there.
    ///
    /// # Panics
    /// When the text is no path.
    pub const fn known(path: &'static str) -> Self {
        assert!(is_well_formed(path.as_bytes()), "not the path of a field");
        Self(Cow::Borrowed(path))
    }

    /// Takes names with optional indexes, joined by dots, of at most 200 bytes; refuses anything else.
    pub fn parse(path: &str) -> Result<Self, ParseFieldPathError> {
        Self::try_from(path.to_owned())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as forms name it, with dots in place of brackets, which they use otherwise: `kinds[0].roles` becomes `kinds.0.roles`.
    pub fn in_form(&self) -> String {
        self.0.replace('[', ".").replace(']', "")
    }

    /// Takes a path as forms name it: `kinds.0.roles` is `kinds[0].roles`.
    pub fn from_form(name: &str) -> Result<Self, ParseFieldPathError> {
        let mut path = String::new();
        for part in name.split('.') {
            if part.bytes().all(|byte| byte.is_ascii_digit()) {
                path.extend(["[", part, "]"]);
            } else {
                path.extend([if path.is_empty() { "" } else { "." }, part]);
            }
        }
        Self::try_from(path)
    }

    /// The element with this index, counted from zero: `recipients` becomes `recipients[0]`.
    #[must_use]
    pub fn at(&self, index: usize) -> Self {
        Self(Cow::Owned(format!("{}[{index}]", self.0)))
    }

    /// The field `inner` of what this path leads to: `recipients[0]` becomes `recipients[0].address`.
    #[must_use]
    pub fn join(&self, inner: &Self) -> Self {
        Self(Cow::Owned(format!("{}.{}", self.0, inner.0)))
    }
}

/// What the parser expects next.
#[derive(Clone, Copy)]
enum Expected {
    NameStart,
    NameRest,
    IndexStart,
    IndexRest,
    /// No further digit: an index has one spelling, without leading zeros.
    AfterZero,
    AfterIndex,
}

const fn is_well_formed(path: &[u8]) -> bool {
    if path.len() > LONGEST {
        return false;
    }
    let (mut expected, mut at) = (Expected::NameStart, 0);
    while at < path.len() {
        expected = match (expected, path[at]) {
            (Expected::NameStart, b'a'..=b'z')
            | (Expected::NameRest, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_') => Expected::NameRest,
            (Expected::NameRest | Expected::AfterIndex, b'.') => Expected::NameStart,
            (Expected::NameRest, b'[') => Expected::IndexStart,
            (Expected::IndexStart, b'0') => Expected::AfterZero,
            (Expected::IndexStart, b'1'..=b'9') | (Expected::IndexRest, b'0'..=b'9') => Expected::IndexRest,
            (Expected::IndexRest | Expected::AfterZero, b']') => Expected::AfterIndex,
            _ => return false,
        };
        at += 1;
    }
    matches!(expected, Expected::NameRest | Expected::AfterIndex)
}

impl TryFrom<String> for FieldPath {
    type Error = ParseFieldPathError;

    fn try_from(path: String) -> Result<Self, ParseFieldPathError> {
        if is_well_formed(path.as_bytes()) { Ok(Self(Cow::Owned(path))) } else { Err(ParseFieldPathError) }
    }
}

impl From<FieldPath> for String {
    fn from(path: FieldPath) -> Self {
        path.0.into_owned()
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn takes_names_with_indexes_and_nothing_else() {
        for good in ["address", "recipients[0].address", "a-b_c1[12].d[3]", &"x".repeat(200)] {
            assert_eq!(FieldPath::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "1a",
            "A",
            "a b",
            "a[",
            "a[]",
            "a[01]",
            "a[1",
            "a[x]",
            "a[1]b",
            "a[1][2]",
            "[0]",
            "a[-1]",
            "ü",
            "a\"",
            &"x".repeat(201),
        ] {
            assert_eq!(FieldPath::parse(bad), Err(ParseFieldPathError), "{bad}");
        }
    }

    #[test]
    fn paths_are_put_together() {
        let recipients = FieldPath::known("recipients");
        let address = recipients.at(3).join(&FieldPath::ADDRESS);
        assert_eq!(address, FieldPath::known("recipients[3].address"));
        assert_eq!(FieldPath::parse(address.as_str()).unwrap(), address);
        assert_eq!(
            recipients.at(3).join(&FieldPath::known("roles").at(12)).in_form(),
            "recipients.3.roles.12"
        );
    }

    #[test]
    fn names_of_forms_lead_back_to_paths() {
        for path in ["role", "kinds[0].roles[12]", "other_kinds.roles[3]", "recipients[3].address"] {
            let path = FieldPath::parse(path).unwrap();
            assert_eq!(FieldPath::from_form(&path.in_form()).unwrap(), path);
        }
        for bad in ["", "0", "a..b", "a.01", "a.0.1", "a.<b>"] {
            assert_eq!(FieldPath::from_form(bad), Err(ParseFieldPathError), "{bad}");
        }
    }

    #[test]
    fn json_goes_through_the_same_check() {
        assert_eq!(serde_json::from_str::<FieldPath>("\"role\"").unwrap(), FieldPath::ROLE);
        assert_eq!(serde_json::to_string(&FieldPath::ROLE.at(0)).unwrap(), "\"role[0]\"");
        assert!(serde_json::from_str::<FieldPath>("\"<b>\"").is_err());
    }
}
