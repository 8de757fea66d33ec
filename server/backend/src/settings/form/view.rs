//! The fields of a section as its page shows them.

use contract::{
    FieldInput, FieldPath, FieldProblem, ListEntry, PickFound, Picked, ProblemCode, SettingsField,
};
use graph::AttributeName;
use serde_json::Value;

use super::fields::{Fields, LOST, REMOVE, SEALED, SEARCH, entries, inside, text};
use crate::look::address::of_mark;
use crate::settings::any_section::AnySection;
use crate::settings::changes::value_of;
use crate::settings::field::{FieldShape, FieldSpec, PickKind};
use crate::settings::fixed::FixedSettings;
use crate::settings::picked;

/// The longest rate limit that anybody writes, in characters.
const LONGEST_RATE: usize = 40;

/// What a page shows of a section.
pub(crate) struct Shown<'a> {
    /// The section.
    pub(crate) of: &'a dyn AnySection,
    /// What is in its fields.
    pub(crate) fields: &'a Fields,
    /// What is in force, as it is stored.
    pub(crate) in_force: &'a Value,
    /// What is wrong.
    pub(crate) wrong: &'a [FieldProblem],
    /// What the configuration decides.
    pub(crate) fixed: &'a FixedSettings,
    /// What was found for the field of this name.
    pub(crate) found: Option<(String, PickFound)>,
}

/// The fields, in their order.
pub(crate) fn view(shown: &Shown<'_>) -> serde_json::Result<Vec<SettingsField>> {
    let default = shown.of.to_form(&shown.of.default()?);
    let in_force = shown.of.to_form(shown.in_force);
    let fixed = shown.of.fixed(shown.fixed);
    let of = |spec: &FieldSpec| {
        let field = shown.field(spec, None, "", in_it(&in_force, spec.name));
        SettingsField {
            default: value_of(&spec.shape, in_it(&default, spec.name)),
            fixed_by: fixed.iter().find(|fixed| fixed.field == spec.name).map(|fixed| fixed.by.to_owned()),
            ..field
        }
    };
    Ok(shown.of.fields().iter().map(of).collect())
}

/// A member of an object; null where there is none.
fn in_it<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

impl Shown<'_> {
    fn field(
        &self,
        spec: &FieldSpec,
        place: Option<&FieldPath>,
        key: &str,
        in_force: &Value,
    ) -> SettingsField {
        let name = FieldPath::known(spec.name);
        let path = place.map_or_else(|| name.clone(), |place| place.join(&name));
        let key = if key.is_empty() { spec.name.to_owned() } else { format!("{key}_{}", spec.name) };
        let input = self.input(&spec.shape, &path, &key, in_force);
        SettingsField { problem: self.problem(&path), path, key, input, default: None, fixed_by: None }
    }

    fn fields(
        &self,
        specs: &[FieldSpec],
        place: &FieldPath,
        key: &str,
        in_force: &Value,
    ) -> Vec<SettingsField> {
        specs.iter().map(|spec| self.field(spec, Some(place), key, in_it(in_force, spec.name))).collect()
    }

    fn input(&self, shape: &FieldShape, path: &FieldPath, key: &str, in_force: &Value) -> FieldInput {
        let typed = self.typed(path);
        match shape {
            FieldShape::Number { unit, min, max } => {
                FieldInput::Number { typed, unit: *unit, min: *min, max: *max }
            }
            FieldShape::Text { longest, .. } => FieldInput::Text { typed, longest: *longest },
            FieldShape::Rate { .. } => FieldInput::Text { typed, longest: LONGEST_RATE },
            FieldShape::Picture => FieldInput::Picture { address: of_mark(&typed), typed },
            FieldShape::LongText { longest } => FieldInput::LongText { typed, longest: *longest },
            FieldShape::Attribute { .. } => {
                FieldInput::Attribute { typed, known: AttributeName::standard().map(str::to_owned).collect() }
            }
            FieldShape::Choice(all) => {
                let mut options: Vec<_> = all.iter().map(ToString::to_string).collect();
                // The configuration may have chosen what no form offers.
                if in_force.as_str() == Some(typed.as_str()) && !options.contains(&typed) {
                    options.push(typed.clone());
                }
                FieldInput::Choice { chosen: typed, options }
            }
            FieldShape::Toggle => FieldInput::Toggle { on: !typed.is_empty() },
            FieldShape::List { most, is_ordered, .. } => {
                let stored =
                    |text: &str| in_force.as_array().is_some_and(|all| all.iter().any(|one| one == text));
                let entries = self.entries(path, |text| !stored(text), |_, _| Vec::new());
                FieldInput::List { has_room: entries.len() < *most, is_ordered: *is_ordered, entries }
            }
            FieldShape::Map { most, each, .. } => {
                let is_new = |name: &str| in_force.get(name).is_none();
                let inner =
                    |entry: &FieldPath, name: &str| self.fields(each, entry, key, in_it(in_force, name));
                let entries = self.entries(path, is_new, inner);
                FieldInput::Map { has_room: entries.len() < *most, entries }
            }
            FieldShape::Pick { of, is_optional, .. } => self.pick(*of, *is_optional, path),
            FieldShape::Entries { most, is_ordered, each } => {
                let entries = self.unnamed_entries(path, each, key);
                FieldInput::Entries { has_room: entries.len() < *most, is_ordered: *is_ordered, entries }
            }
            FieldShape::Secret { longest } => self.secret(path, *longest, in_force),
            FieldShape::Group(specs) => FieldInput::Group { fields: self.fields(specs, path, key, in_force) },
        }
    }

    fn entries(
        &self,
        list: &FieldPath,
        is_new: impl Fn(&str) -> bool,
        fields: impl Fn(&FieldPath, &str) -> Vec<SettingsField>,
    ) -> Vec<ListEntry> {
        let entry = |index| {
            let path = list.at(index);
            let typed = self.typed(&path);
            let (is_new, fields) = (is_new(&typed), fields(&path, &typed));
            ListEntry { problem: self.problem(&path), path, typed, is_new, fields }
        };
        (0..entries(self.fields, &list.in_form()).len()).map(entry).collect()
    }

    /// Entries that are told apart by their first field.
    fn unnamed_entries(&self, list: &FieldPath, each: &[FieldSpec], key: &str) -> Vec<ListEntry> {
        let entry = |index| {
            let path = list.at(index);
            let fields = self.fields(each, &path, key, &Value::Null);
            let typed = fields.first().map(|first| self.name_of(first)).unwrap_or_default();
            ListEntry { problem: self.problem(&path), path, typed, is_new: true, fields }
        };
        (0..entries(self.fields, &list.in_form()).len()).map(entry).collect()
    }

    /// What an entry is called after its first field.
    fn name_of(&self, first: &SettingsField) -> String {
        match &first.input {
            FieldInput::Pick { chosen, .. } => {
                chosen.as_ref().map(|chosen| chosen.name.clone()).unwrap_or_default()
            }
            _ => self.typed(&first.path),
        }
    }

    fn pick(&self, of: PickKind, is_optional: bool, path: &FieldPath) -> FieldInput {
        let (key, value) = (path.in_form(), self.typed(path));
        let name = picked::parse(of, &value).and_then(|chosen| picked::name_of(of, &chosen));
        let found = self.found.as_ref().filter(|(field, _)| *field == key);
        FieldInput::Pick {
            chosen: name.map(|name| Picked { value, name }),
            search: text(self.fields, &inside(&key, SEARCH)).to_owned(),
            found: found.map(|(_, found)| found.clone()),
            is_optional,
        }
    }

    fn secret(&self, path: &FieldPath, longest: usize, in_force: &Value) -> FieldInput {
        let has = |part: &str| self.fields.contains_key(&inside(&path.in_form(), part));
        FieldInput::Secret {
            is_set: !in_force.is_null(),
            is_removed: has(REMOVE),
            is_lost: has(SEALED) || has(LOST),
            longest,
        }
    }

    fn typed(&self, path: &FieldPath) -> String {
        self.fields.get(&path.in_form()).cloned().unwrap_or_default()
    }

    fn problem(&self, path: &FieldPath) -> Option<ProblemCode> {
        self.wrong.iter().find(|wrong| wrong.field == *path).map(|wrong| wrong.code)
    }
}
