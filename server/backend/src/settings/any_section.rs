//! The sections without their types: what is done to each of them in turn.

use std::marker::PhantomData;

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde_json::{Map, Result, Value};

use super::document::Document;
use super::field::FieldSpec;
use super::fixed::FixedSettings;
use super::secret;
use super::section::{FixedSetting, FormSection, Section};

/// A section, as JSON.
pub(crate) trait AnySection: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// Its fields.
    fn fields(&self) -> Vec<FieldSpec>;
    /// What is stored as the form has it.
    fn to_form(&self, stored: &Value) -> Value;
    /// The stored shape of what a form says.
    fn read_form(&self, form: Value) -> FormSection;
    /// Where in the form a field of the stored shape is.
    fn place_in_form(&self, stored: &FieldPath) -> FieldPath;
    /// Its defaults.
    fn default(&self) -> Result<Value>;
    /// As it is stored.
    fn stored(&self, document: &Document) -> Result<Value>;
    /// The fields that the configuration decides.
    fn fixed<'a>(&self, fixed: &'a FixedSettings) -> Vec<&'a FixedSetting>;
    /// The section with the values that the configuration decides.
    fn in_force(&self, section: Value, fixed: &FixedSettings) -> Result<Value>;
    /// What is to be stored of a section in the place of what `before` holds: with what must outlive the change.
    fn prepared(&self, section: Value, before: &Document, fixed: &FixedSettings) -> Result<Prepared>;
    /// Puts it into the document. Takes what [`AnySection::prepared`] returned.
    fn put(&self, document: &mut Document, section: &Value) -> Result<()>;
    /// Which of the fields of a file this section does not have, or cannot read.
    fn misread(&self, section: &Value) -> Vec<FieldProblem>;
}

/// A section that is about to be stored.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The section.
    pub(crate) section: Value,
    /// What makes no sense about it.
    pub(crate) wrong: Vec<FieldProblem>,
}

/// The one implementation.
pub(crate) struct Typed<S>(PhantomData<fn() -> S>);

impl<S> Typed<S> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<S: Section> AnySection for Typed<S> {
    fn name(&self) -> &'static str {
        S::NAME
    }

    fn fields(&self) -> Vec<FieldSpec> {
        S::fields()
    }

    fn to_form(&self, stored: &Value) -> Value {
        S::to_form(stored.clone())
    }

    fn read_form(&self, form: Value) -> FormSection {
        S::read_form(form)
    }

    fn place_in_form(&self, stored: &FieldPath) -> FieldPath {
        S::place_in_form(stored)
    }

    fn default(&self) -> Result<Value> {
        serde_json::to_value(S::default())
    }

    fn stored(&self, document: &Document) -> Result<Value> {
        serde_json::to_value(document.section::<S>()?)
    }

    fn fixed<'a>(&self, fixed: &'a FixedSettings) -> Vec<&'a FixedSetting> {
        fixed.of::<S>().collect()
    }

    fn in_force(&self, section: Value, fixed: &FixedSettings) -> Result<Value> {
        serde_json::to_value(fixed.apply(serde_json::from_value::<S>(section)?)?)
    }

    fn prepared(&self, mut section: Value, before: &Document, fixed: &FixedSettings) -> Result<Prepared> {
        let stored: S = before.section()?;
        secret::keep(&S::fields(), &mut section, &serde_json::to_value(&stored)?);
        let mut section = fixed.restore(serde_json::from_value::<S>(section)?, &stored)?;
        section.carry_over(&stored);
        let mut wrong = section.validate();
        wrong.extend(section.validate_change(&stored));
        Ok(Prepared { wrong, section: serde_json::to_value(section)? })
    }

    fn put(&self, document: &mut Document, section: &Value) -> Result<()> {
        document.put(&S::deserialize(section)?)
    }

    fn misread(&self, section: &Value) -> Vec<FieldProblem> {
        let Value::Object(fields) = section else { return Vec::new() };
        let known = self.default().ok();
        let is_known = |name: &String| known.as_ref().is_some_and(|known| known.get(name).is_some());
        let alone = |(name, value): (&String, &Value)| {
            let one = Map::from_iter([(name.clone(), value.clone())]);
            let readable = is_known(name) && serde_json::from_value::<S>(one.into()).is_ok();
            let field = FieldPath::parse(name).ok().filter(|_| !readable)?;
            Some(FieldProblem { field, code: ProblemCode::BadForm })
        };
        let mut wrong: Vec<_> = fields.iter().filter_map(alone).collect();
        if wrong.is_empty()
            && let Ok(read) = serde_json::from_value::<S>(section.clone()).and_then(serde_json::to_value)
        {
            let mut unread = Vec::new();
            compare_names(None, section, &read, &mut unread);
            wrong.extend(unread.into_iter().map(|field| FieldProblem { field, code: ProblemCode::BadForm }));
        }
        wrong
    }
}

/// The names in a file that nothing was read from: misspelt, most likely. What is written as nothing may be left out. Paths end where a name, such as
/// that of an attribute, cannot be part of one.
fn compare_names(place: Option<&FieldPath>, file: &Value, read: &Value, unread: &mut Vec<FieldPath>) {
    match (file, read) {
        (Value::Object(file), Value::Object(read)) => {
            for (name, value) in file {
                let own = FieldPath::parse(name).ok();
                let own = own.map(|own| place.map_or_else(|| own.clone(), |place| place.join(&own)));
                let path = own.as_ref().or(place);
                match read.get(name) {
                    Some(read) => compare_names(path, value, read, unread),
                    None if is_nothing(value) => {}
                    None => unread.extend(path.cloned()),
                }
            }
        }
        (Value::Array(file), Value::Array(read)) => {
            for (index, (value, read)) in file.iter().zip(read).enumerate() {
                compare_names(place.map(|place| place.at(index)).as_ref(), value, read, unread);
            }
        }
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
