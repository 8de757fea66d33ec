//! What a directory extension can hold.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use crate::users::attribute_value::AttributeValue;

/// The most characters of a text, and bytes of a binary value ("Create extensionProperty").
const LONGEST: usize = 256;

/// `dataType` of a directory extension ("Create extensionProperty").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExtensionType {
    /// `Binary`: at most 256 bytes, as base64
    Binary,
    /// `Boolean`
    Boolean,
    /// `DateTime`: ISO 8601, kept in UTC
    DateTime,
    /// `Integer`: 32 bits
    Integer,
    /// `LargeInteger`: 64 bits
    LargeInteger,
    /// `String`: at most 256 characters
    String,
    /// A type that we do not know.
    #[default]
    Other,
}

/// Why a text is no value of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongValue {
    /// The type is one of numbers.
    #[error("no whole number")]
    NoNumber,
    /// A number, and none that the type can hold.
    #[error("a number that is too small or too large")]
    OutOfRange,
    /// The type has two values.
    #[error("neither true nor false")]
    NoBoolean,
    /// The type is one of moments.
    #[error("no date and time")]
    NoTime,
    /// Too long, empty, or not in the form of the type.
    #[error("not a value of this type")]
    Other,
}

impl ExtensionType {
    /// The value that is written where somebody has typed this text. `true` and `false` may have any letter case; a date stands for its first moment, and a
    /// moment is written as Graph keeps it, in UTC, so that what is read back is what was written.
    pub fn value_of(self, text: &str) -> Result<AttributeValue, WrongValue> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WrongValue::Other);
        }
        match self {
            Self::Integer => number(text)
                .and_then(|number| i32::try_from(number).map_err(|_| WrongValue::OutOfRange))
                .map(|number| AttributeValue::Number(number.into())),
            Self::LargeInteger => number(text).map(AttributeValue::Number),
            Self::Boolean => boolean(text).map(AttributeValue::Boolean).ok_or(WrongValue::NoBoolean),
            Self::DateTime => moment(text).map(AttributeValue::Text).ok_or(WrongValue::NoTime),
            Self::Binary => {
                let is_binary = STANDARD.decode(text).is_ok_and(|bytes| bytes.len() <= LONGEST);
                if is_binary { Ok(text.into()) } else { Err(WrongValue::Other) }
            }
            Self::String if text.chars().count() > LONGEST => Err(WrongValue::Other),
            Self::String | Self::Other => Ok(text.into()),
        }
    }
}

fn number(text: &str) -> Result<i64, WrongValue> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(WrongValue::NoNumber);
    }
    // Of what is written as a number, only its size can be wrong.
    text.parse().map_err(|_| WrongValue::OutOfRange)
}

fn boolean(text: &str) -> Option<bool> {
    [true, false].into_iter().find(|value| text.eq_ignore_ascii_case(&value.to_string()))
}

fn moment(text: &str) -> Option<String> {
    let whole = OffsetDateTime::parse(text, &Rfc3339);
    let moment = whole.or_else(|_| OffsetDateTime::parse(&format!("{text}T00:00:00Z"), &Rfc3339)).ok()?;
    moment.checked_to_offset(UtcOffset::UTC)?.format(&Rfc3339).ok()
}

impl<'de> Deserialize<'de> for ExtensionType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)?.as_str() {
            Some("Binary") => Self::Binary,
            Some("Boolean") => Self::Boolean,
            Some("DateTime") => Self::DateTime,
            Some("Integer") => Self::Integer,
            Some("LargeInteger") => Self::LargeInteger,
            Some("String") => Self::String,
            _ => Self::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_text_becomes_a_value_of_the_type() {
        let text = |text: &str| Ok(AttributeValue::from(text));
        let number = |number: i64| Ok(AttributeValue::Number(number));
        let boolean = |value: bool| Ok(AttributeValue::Boolean(value));
        let (long, large) = ("ü".repeat(257), STANDARD.encode([0; 257]));
        for (of, typed, expected) in [
            (ExtensionType::String, " B-7 ", text("B-7")),
            (ExtensionType::String, "7", text("7")),
            (ExtensionType::String, long.as_str(), Err(WrongValue::Other)),
            (ExtensionType::Integer, " 7 ", number(7)),
            (ExtensionType::Integer, "-2147483648", number(-2_147_483_648)),
            (ExtensionType::Integer, "2147483648", Err(WrongValue::OutOfRange)),
            (ExtensionType::Integer, "7.0", Err(WrongValue::NoNumber)),
            (ExtensionType::Integer, "-", Err(WrongValue::NoNumber)),
            (ExtensionType::LargeInteger, "2147483648", number(2_147_483_648)),
            (ExtensionType::LargeInteger, "9223372036854775808", Err(WrongValue::OutOfRange)),
            (ExtensionType::LargeInteger, "many", Err(WrongValue::NoNumber)),
            (ExtensionType::Boolean, "True", boolean(true)),
            (ExtensionType::Boolean, "false", boolean(false)),
            (ExtensionType::Boolean, "1", Err(WrongValue::NoBoolean)),
            (ExtensionType::DateTime, "2026-05-01T12:00:00+02:00", text("2026-05-01T10:00:00Z")),
            (ExtensionType::DateTime, "2026-05-01", text("2026-05-01T00:00:00Z")),
            (ExtensionType::DateTime, "2026-02-30", Err(WrongValue::NoTime)),
            (ExtensionType::DateTime, "tomorrow", Err(WrongValue::NoTime)),
            (ExtensionType::Binary, "aGVsbG8=", text("aGVsbG8=")),
            (ExtensionType::Binary, "hello!", Err(WrongValue::Other)),
            (ExtensionType::Binary, large.as_str(), Err(WrongValue::Other)),
            (ExtensionType::Boolean, " ", Err(WrongValue::Other)),
            (ExtensionType::Other, "x", text("x")),
        ] {
            assert_eq!(of.value_of(typed), expected, "{of:?} {typed}");
        }
    }

    #[test]
    fn a_type_that_is_new_is_no_failure() {
        let read = |name: &str| serde_json::from_value::<ExtensionType>(name.into()).unwrap();
        assert_eq!(read("LargeInteger"), ExtensionType::LargeInteger);
        assert_eq!(read("Decimal"), ExtensionType::Other);
    }
}
