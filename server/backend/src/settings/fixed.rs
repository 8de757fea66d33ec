//! Settings that the configuration decides: shown with the reason, and not to be changed at run time.

use serde_json::{Result, Value};

use super::section::{FixedSetting, Section};

/// Every field that the configuration decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FixedSettings(Vec<FixedSetting>);

impl FixedSettings {
    /// Of these fields.
    pub const fn new(all: Vec<FixedSetting>) -> Self {
        Self(all)
    }

    /// Those of a section.
    pub fn of<S: Section>(&self) -> impl Iterator<Item = &FixedSetting> {
        self.0.iter().filter(|fixed| fixed.section == S::NAME)
    }

    /// The section with the values that the configuration decides.
    pub(super) fn apply<S: Section>(&self, section: S) -> Result<S> {
        self.overwrite(section, |fixed| Some(fixed.value.clone()))
    }

    /// The section with the values that are stored for the fields that the configuration decides: they hold again when it does not any more.
    pub(super) fn restore<S: Section>(&self, section: S, stored: &S) -> Result<S> {
        let stored = serde_json::to_value(stored)?;
        self.overwrite(section, |fixed| stored.get(fixed.field).cloned())
    }

    fn overwrite<S: Section>(&self, section: S, value: impl Fn(&FixedSetting) -> Option<Value>) -> Result<S> {
        if self.of::<S>().next().is_none() {
            return Ok(section);
        }
        let mut json = serde_json::to_value(section)?;
        if let Value::Object(fields) = &mut json {
            for fixed in self.of::<S>() {
                match value(fixed) {
                    Some(value) => fields.insert(fixed.field.to_owned(), value),
                    None => fields.remove(fixed.field),
                };
            }
        }
        serde_json::from_value(json)
    }
}
