//! Ids: validated text.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text is not an id.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("an id has 1 to 64 letters, digits, hyphens, dots or underscores")]
pub struct ParseIdError;

fn well_formed(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes 1 to 64 letters, digits, hyphens, dots and underscores; refuses anything else.
            pub fn parse(text: &str) -> Result<Self, ParseIdError> {
                if well_formed(text) { Ok(Self(text.to_owned())) } else { Err(ParseIdError) }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseIdError;
            fn try_from(text: String) -> Result<Self, ParseIdError> {
                if well_formed(&text) { Ok(Self(text)) } else { Err(ParseIdError) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.0 == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.0 == *text
            }
        }

        impl PartialEq<String> for $name {
            fn eq(&self, text: &String) -> bool {
                self.0 == *text
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// An Entra tenant: the `tid` claim.
    TenantId,
    /// A person within a tenant: the `oid` claim, Graph's `user.id`.
    EntraUserId,
    /// A group, a service principal or an app role in a tenant: Graph's `id`.
    DirectoryObjectId,
    /// A registered item.
    ItemId,
    /// A kind of item, such as `document`; roles are defined for each kind.
    KindName,
    /// What a person may do on an item, such as `reader`.
    RoleName,
    /// A section of the settings, such as `limits`.
    SectionName,
    /// One act of sharing.
    ShareId,
    /// One invitation in our ledger.
    InvitationId,
    /// One change of somebody's access.
    AccessChangeId,
    /// A refused form that is kept so that nothing typed is lost.
    DraftId,
    /// One toast.
    ToastId,
    /// Sent with each form: a form with the same key is processed once.
    IdempotencyKey,
    /// Identifies one logged error: shown to the person and written to the log.
    ReferenceId,
    /// Identifies the server-side session. Never sent anywhere; the cookie holds a different value.
    SessionKey,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn takes_guids_and_ulids_refuses_the_rest() {
        assert!(ItemId::parse("6f1b2c3d-0000-4000-8000-1234567890ab").is_ok());
        for bad in ["", "a b", "a/b", "../x", "ü", "<b>", &"x".repeat(65)] {
            assert_eq!(ItemId::parse(bad), Err(ParseIdError), "{bad}");
        }
    }

    #[test]
    fn json_goes_through_the_same_check() {
        assert!(serde_json::from_str::<ItemId>("\"a/b\"").is_err());
        assert_eq!(serde_json::from_str::<ItemId>("\"a\"").unwrap().as_str(), "a");
    }
}
