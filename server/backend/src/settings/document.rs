//! The settings as they are stored: one JSON document with a part for each section.

use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::{Error, Map, Value};

use super::section::Section;

/// The format that [`Document::text`] writes.
const FORMAT: u32 = 2;

/// The stored sections by name, with those that this program does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Document {
    sections: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    format: u32,
    sections: Map<String, Value>,
}

/// What the first release stored: every setting side by side.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstRelease {
    kinds: Option<Value>,
    roles: Option<Value>,
    visibility_budget_seconds: Option<Value>,
    retry_minutes: Option<Value>,
}

impl Document {
    /// Reads a stored text, whichever release wrote it.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let value: Value = serde_json::from_str(text)?;
        if value.get("format").is_none() {
            return serde_json::from_value(value).map(FirstRelease::upgrade);
        }
        let Stored { format, sections } = serde_json::from_value(value)?;
        if format == FORMAT {
            Ok(Self { sections })
        } else {
            Err(Error::custom(format!("settings of format {format} are not known")))
        }
    }

    /// The text to store.
    pub(super) fn text(&self) -> Result<String, Error> {
        serde_json::to_string(&Stored { format: FORMAT, sections: self.sections.clone() })
    }

    /// A section; what is not stored has its default.
    pub(super) fn section<S: Section>(&self) -> Result<S, Error> {
        self.sections.get(S::NAME).map_or_else(|| Ok(S::default()), S::deserialize)
    }

    /// Puts a section in the place of what was stored of it, but for the fields that this program does not know.
    pub(super) fn put<S: Section>(&mut self, section: &S) -> Result<(), Error> {
        let mut new = serde_json::to_value(section)?;
        if let Some(stored) = self.sections.get(S::NAME) {
            keep_unknown(&mut new, stored, &serde_json::to_value(self.section::<S>()?)?);
        }
        self.sections.insert(S::NAME.to_owned(), new);
        Ok(())
    }
}

/// Takes over into `new` what is stored and not `known`.
fn keep_unknown(new: &mut Value, stored: &Value, known: &Value) {
    let (Value::Object(new), Value::Object(stored), Value::Object(known)) = (new, stored, known) else {
        return;
    };
    for (name, stored) in stored {
        match (new.get_mut(name), known.get(name)) {
            (Some(new), Some(known)) => keep_unknown(new, stored, known),
            (None, None) => drop(new.insert(name.clone(), stored.clone())),
            // Either it is known and was removed, or another of that name has just been made.
            (None, Some(_)) | (Some(_), None) => {}
        }
    }
}

impl FirstRelease {
    fn upgrade(self) -> Document {
        let part = |fields: [(&str, Option<Value>); 2]| {
            let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Value::Object(fields.collect())
        };
        let other_kinds = self.roles.map(|roles| part([("roles", Some(roles)), ("", None)]));
        let roles = part([("other_kinds", other_kinds), ("kinds", self.kinds)]);
        let limits = part([
            ("visibility_budget_seconds", self.visibility_budget_seconds),
            ("retry_minutes", self.retry_minutes),
        ]);
        let sections = [("roles", roles), ("limits", limits)].map(|(name, part)| (name.to_owned(), part));
        Document { sections: sections.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests;
