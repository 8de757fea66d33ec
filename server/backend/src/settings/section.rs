//! What every section of the settings says of itself.

use contract::{FieldPath, FieldProblem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::field::FieldSpec;
use crate::config::Config;

/// A part of the settings with a page of its own.
pub trait Section: Serialize + DeserializeOwned + Default + Clone + PartialEq + Send + Sync {
    /// Its name in the stored document and in addresses.
    const NAME: &'static str;

    /// The section as it is stored, with each of its fields: later versions must read it, and write it as it is.
    #[cfg(test)]
    const SAMPLE: &'static str;

    /// Its fields, in the order of its page. What is stored and is no field, the page leaves as it is.
    fn fields() -> Vec<FieldSpec>;

    /// The section as its form has it: an object with its [`fields`](Section::fields). The stored shape, where a section says nothing else.
    fn to_form(stored: Value) -> Value {
        stored
    }

    /// The stored shape of what a form says.
    fn read_form(form: Value) -> FormSection {
        FormSection { stored: form, wrong: Vec::new() }
    }

    /// Where in the form a field of the stored shape is.
    fn place_in_form(stored: &FieldPath) -> FieldPath {
        stored.clone()
    }

    /// What makes no sense, field by field; empty when all does. Paths begin within the section: `kinds[0].roles`.
    fn validate(&self) -> Vec<FieldProblem>;

    /// What makes no sense in the place of the section `before` the change, and would elsewhere.
    fn validate_change(&self, _before: &Self) -> Vec<FieldProblem> {
        Vec::new()
    }

    /// The fields that the configuration decides.
    fn fixed_by(_config: &Config) -> Vec<FixedSetting> {
        Vec::new()
    }

    /// Takes over from the section `before` the change what must outlive it.
    fn carry_over(&mut self, _before: &Self) {}
}

/// What a form says of a section.
#[derive(Debug)]
pub struct FormSection {
    /// In the stored shape.
    pub stored: Value,
    /// What makes no sense about it, with the paths of the form.
    pub wrong: Vec<FieldProblem>,
}

/// A field that the configuration decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedSetting {
    /// The section's name.
    pub section: &'static str,
    /// The field's name within the section.
    pub field: &'static str,
    /// What it is fixed to.
    pub value: Value,
    /// The configuration that says so, such as `VESTIBULE_LANDING_ORIGINS`.
    pub by: &'static str,
}
