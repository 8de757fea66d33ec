//! Values of settings, as they can be put into words.

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingUnit {
    /// Things.
    Count,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Days.
    Days,
}

/// The value of a field, as it can be put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// A number of something.
    Number {
        /// How many.
        amount: u64,
        /// Of what.
        unit: SettingUnit,
    },
    /// A text.
    Text(String),
    /// One of several, by its name.
    Choice(String),
    /// On or off.
    Switch(bool),
    /// Something that is never shown. The number tells one secret from the next of the same field.
    Secret(i64),
    /// A list in its order.
    List(Vec<String>),
    /// Entries with fields of their own, in their order.
    Entries(Vec<Vec<SettingPart>>),
}

/// A field of an entry, as it can be put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingPart {
    /// The field's name.
    pub field: String,
    /// Its value.
    pub value: SettingValue,
}
