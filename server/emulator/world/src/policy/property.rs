//! The table of the policy's properties.

use serde_json::{Map, Value};

use super::Policy;

/// The kind of value of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyKind {
    /// Yes or no.
    Switch,
    /// One of these values. Numbers are numbers in JSON.
    Choice(&'static [&'static str]),
    /// A number.
    Number,
    /// A number or nothing.
    MaybeNumber,
    /// A text or nothing.
    Text,
    /// Several texts.
    List,
    /// A JSON value or nothing.
    Json,
}

/// The section of the policy page that shows a property.
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
    /// Properties of no other section.
    More,
    /// Delays.
    Delays,
    /// Everything that is unknown about the real service.
    Unknown,
}

/// How well the real behaviour is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Documented.
    Documented,
    /// Observed by others, not documented.
    Observed,
    /// Unknown: the default is the cautious assumption.
    Unknown,
}

/// A property of the policy.
#[derive(Debug)]
pub struct PolicyProperty {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its properties.
    pub kind: PropertyKind,
    /// Its section of the page.
    pub section: Section,
    /// How well the real behaviour is known.
    pub trust: Trust,
    /// What it does, in a sentence.
    pub text: &'static str,
    /// Its value.
    pub get: fn(&Policy) -> Value,
    /// Sets it. The error says why the value is invalid.
    pub set: fn(&mut Policy, Value) -> serde_json::Result<()>,
}

/// A change with an unknown property or an invalid value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidProperty {
    /// The property.
    pub name: String,
    /// Why.
    pub reason: String,
}

impl Policy {
    /// The property of this name.
    pub fn property(name: &str) -> Option<&'static PolicyProperty> {
        Self::PROPERTIES.iter().find(|row| row.name == name)
    }

    /// The policy with the given properties changed.
    pub fn patched(&self, changes: Map<String, Value>) -> Result<Self, InvalidProperty> {
        let mut policy = self.clone();
        for (name, value) in changes {
            let Some(row) = Self::property(&name) else {
                let reason = format!("unknown field `{name}`");
                return Err(InvalidProperty { name, reason });
            };
            (row.set)(&mut policy, value)
                .map_err(|error| InvalidProperty { name, reason: error.to_string() })?;
        }
        Ok(policy)
    }
}

/// Makes the struct, its defaults and the table of its properties from one list.
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
            pub const PROPERTIES: &[PolicyProperty] = &[$(PolicyProperty {
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

    use super::{Policy, PropertyKind};

    #[test]
    fn every_row_is_a_property_of_its_own_and_says_what_it_does() {
        let policy = Policy::default();
        let json = serde_json::to_value(&policy).unwrap();
        let names: BTreeSet<_> = Policy::PROPERTIES.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), Policy::PROPERTIES.len());
        assert_eq!(names, json.as_object().unwrap().keys().map(String::as_str).collect());
        for row in Policy::PROPERTIES {
            assert!(row.text.ends_with('.'), "{row:?}");
            assert_eq!((row.get)(&policy), json[row.name], "{row:?}");
            if let PropertyKind::Choice(choices) = row.kind {
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
