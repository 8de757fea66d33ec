//! Properties of the policy, as rows of one table.

use serde_json::{Map, Value};

use super::Policy;

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Switch,
    /// One of these; numbers are written as numbers.
    Choice(&'static [&'static str]),
    /// A number.
    Number,
    /// A number or nothing.
    MaybeNumber,
    /// A text or nothing.
    Text,
    /// Several texts.
    List,
    /// JSON or nothing.
    Json,
}

/// The part of the page that a property is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Who may invite whom.
    Inviting,
    /// What guests may do.
    Guests,
    /// Other organizations.
    Others,
    /// Redemption and sign-up.
    Redemption,
    /// What no other part has.
    More,
    /// What takes its time.
    Delays,
    /// What is unknown of the real service, wherever it belongs.
    Unknown,
}

/// How well the real behaviour is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Documented.
    Documented,
    /// Observed by others, not documented.
    Observed,
    /// Nobody knows: the careful reading is the default.
    Unknown,
}

/// One property.
#[derive(Debug)]
pub struct Row {
    /// Its name in JSON.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where it stands on the page.
    pub section: Section,
    /// How well the real behaviour is known.
    pub trust: Trust,
    /// What it does, in a sentence.
    pub text: &'static str,
    /// Its value.
    pub get: fn(&Policy) -> Value,
    /// Sets it. The error says why the value cannot be one.
    pub set: fn(&mut Policy, Value) -> serde_json::Result<()>,
}

/// A change that no policy can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The property.
    pub name: String,
    /// Why.
    pub reason: String,
}

impl Policy {
    /// The row of this property.
    pub fn row(name: &str) -> Option<&'static Row> {
        Self::ROWS.iter().find(|row| row.name == name)
    }

    /// The policy with the properties given; all others stay.
    pub fn patched(&self, changes: Map<String, Value>) -> Result<Self, Refused> {
        let mut policy = self.clone();
        for (name, value) in changes {
            let Some(row) = Self::row(&name) else {
                let reason = format!("unknown field `{name}`");
                return Err(Refused { name, reason });
            };
            (row.set)(&mut policy, value).map_err(|error| Refused { name, reason: error.to_string() })?;
        }
        Ok(policy)
    }
}

/// The struct, its defaults and its rows, from one list.
macro_rules! policy {
    ($(
        $(#[$more:meta])*
        $field:ident: $type:ty = $default:expr;
            $name:tt, $kind:expr, $section:ident, $trust:ident,
            $text:tt;
    )*) => {
        /// A tenant's policy, and this emulator's switches.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Policy {
            $(
                #[doc = $text]
                $(#[$more])*
                #[serde(rename = $name)]
                pub $field: $type,
            )*
        }

        impl Default for Policy {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl Policy {
            /// Every property, in the order of the page.
            pub const ROWS: &[Row] = &[$(Row {
                name: $name,
                kind: $kind,
                section: Section::$section,
                trust: Trust::$trust,
                text: $text,
                get: |policy| serde_json::json!(policy.$field),
                set: |policy, value| {
                    policy.$field = serde_json::from_value(value)?;
                    Ok(())
                },
            },)*];
        }
    };
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use serde_json::{Map, Value, json};

    use super::{Kind, Policy};

    #[test]
    fn every_row_is_a_property_of_its_own_and_says_what_it_does() {
        let policy = Policy::default();
        let json = serde_json::to_value(&policy).unwrap();
        let names: BTreeSet<_> = Policy::ROWS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), Policy::ROWS.len());
        assert_eq!(names, json.as_object().unwrap().keys().map(String::as_str).collect());
        for row in Policy::ROWS {
            assert!(row.text.ends_with('.'), "{row:?}");
            assert_eq!((row.get)(&policy), json[row.name], "{row:?}");
            if let Kind::Choice(choices) = row.kind {
                let now = json[row.name].as_str().map_or_else(|| json[row.name].to_string(), str::to_owned);
                assert!(choices.contains(&now.as_str()), "{row:?}");
            }
        }
    }

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let patch = |json: Value| -> Map<String, Value> { serde_json::from_value(json).unwrap() };
        let policy = Policy::default();
        let patched = policy.patched(patch(json!({ "blockGuests": true, "directoryQuota": null }))).unwrap();
        assert_eq!(patched, Policy { block_guests: true, directory_quota: None, ..policy.clone() });
        for (wrong, reason) in [
            (json!({ "nonsense": 1 }), "unknown field `nonsense`"),
            (json!({ "blockGuests": 1 }), "invalid type: integer `1`, expected a boolean"),
        ] {
            assert_eq!(policy.patched(patch(wrong)).unwrap_err().reason, reason);
        }
    }
}
