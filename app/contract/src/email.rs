//! E-mail addresses.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An e-mail address, trimmed, that could receive mail.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an address we can invite.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum ParseEmailError {
    /// Nothing was typed.
    #[error("no address")]
    Missing,
    /// What was typed cannot be an address.
    #[error("not an e-mail address")]
    Malformed,
}

/// Characters that "invitation resource type" of Microsoft Graph does not allow in the address. `+` is among them there, but whether
/// the service refuses it is not certain, so the directory decides about that one.
const NOT_INVITABLE: &str = "~!#$%^&*()=[]{}\\/|;:\"<>?, ";

impl EmailAddress {
    /// Takes an address as typed; white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, ParseEmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ParseEmailError::Missing);
        }
        let valid = email_address::EmailAddress::is_valid(text)
            && !text.contains(|c: char| NOT_INVITABLE.contains(c))
            && text.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.'));
        if valid { Ok(Self(text.to_owned())) } else { Err(ParseEmailError::Malformed) }
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two spellings of one address are equal: lower case. Entra compares addresses without regard to case.
    pub fn canonical(&self) -> String {
        self.0.to_lowercase()
    }

    /// The part behind the `@`, in lower case.
    pub fn domain(&self) -> String {
        self.0.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_lowercase())
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = ParseEmailError;
    fn try_from(text: String) -> Result<Self, ParseEmailError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        for good in ["a@b.example", " Ana.Ünal@b.example ", "o'neil@b.example", "x+y@b.example"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["a", "a@b", "@b.example", "a@", "a b@c.example", "a@b.example, c@d.example", "<a@b.example>"]
        {
            assert_eq!(EmailAddress::parse(bad), Err(ParseEmailError::Malformed), "{bad}");
        }
        assert_eq!(EmailAddress::parse("  "), Err(ParseEmailError::Missing));
    }

    #[test]
    fn canonical_folds_case() {
        let address = EmailAddress::parse("Ana@B.Example").unwrap();
        assert_eq!(address.canonical(), "ana@b.example");
        assert_eq!(address.domain(), "b.example");
        assert_eq!(address.as_str(), "Ana@B.Example");
    }

    proptest! {
        #[test]
        fn never_panics_and_never_holds_what_breaks_a_header(text in ".{0,80}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert!(!address.as_str().contains(['\r', '\n', '<', '>', ',']));
            }
        }
    }
}
