//! Enums whose values have a stable text: in the database, in JSON, in addresses.

use thiserror::Error;

/// The text is not a value of this enum.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("unknown {0}")]
pub struct UnknownVariant(pub &'static str);

/// Declares an enum together with the text of each value: one list for Rust, the database and JSON.
macro_rules! text_enum {
    ($($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$value_doc])* #[serde(rename = $text)] $value,)*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: [Self; [$($text),*].len()] = [$(Self::$value),*];

            /// The stable text of the value.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text,)* }
            }

            /// The value with this text.
            pub fn from_text(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$value),)*
                    _ => None,
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::UnknownVariant;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::from_text(&text).ok_or($crate::UnknownVariant(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}
pub(crate) use text_enum;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::{InvitationState, StepState, UserStatus};

    /// The texts stand in databases and journals: one that changes makes stored rows unreadable.
    #[test]
    fn stored_texts_stay() {
        let texts = |all: &[&'static str]| all.join(" ");
        assert_eq!(
            texts(&InvitationState::ALL.map(InvitationState::as_str)),
            "working waiting stopped sent accepted shared failed undoing undone"
        );
        assert_eq!(
            texts(&StepState::ALL.map(StepState::as_str)),
            "open working done waiting stopped failed undone"
        );
        assert_eq!(texts(&UserStatus::ALL.map(UserStatus::as_str)), "member guest pending");
    }

    #[test]
    fn text_json_and_value_are_one() {
        for state in InvitationState::ALL {
            assert_eq!(InvitationState::from_text(state.as_str()), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{state}\""));
            assert_eq!(InvitationState::try_from(state.to_string()), Ok(state));
        }
        assert!(StepState::from_text("Done").is_none());
        assert_eq!(StepState::try_from("later".to_owned()).unwrap_err().to_string(), "unknown StepState");
    }
}
