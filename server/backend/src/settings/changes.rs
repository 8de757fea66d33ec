//! What differs between two sections, field by field, so that it can be put into words.

use contract::{SectionName, SettingChange, SettingPart, SettingValue};
use serde_json::Value;

use super::any_section::AnySection;
use super::document::Document;
use super::field::{FieldShape, FieldSpec};
use super::picked;
use super::secret::NEW;
use super::sections;

/// What differs between two documents, section by section.
pub(crate) fn between(before: &Document, after: &Document) -> serde_json::Result<Vec<SettingChange>> {
    let mut all = Vec::new();
    for of in sections::ALL {
        all.extend(changes(*of, &of.stored(before)?, &of.stored(after)?));
    }
    Ok(all)
}

/// Every field that differs, lists as a whole.
pub(crate) fn changes(of: &dyn AnySection, before: &Value, after: &Value) -> Vec<SettingChange> {
    let Ok(section) = SectionName::parse(of.name()) else { return Vec::new() };
    let mut comparison = Comparison { section, all: Vec::new() };
    comparison.compare_all(&of.fields(), "", &[], (&of.to_form(before), &of.to_form(after)));
    comparison.all
}

struct Comparison {
    section: SectionName,
    all: Vec<SettingChange>,
}

/// What was, and what is.
type Both<'a> = (&'a Value, &'a Value);

impl Comparison {
    fn compare_all(&mut self, specs: &[FieldSpec], key: &str, entries: &[String], (before, after): Both<'_>) {
        let of = |value: &Value, name: &str| value.get(name).cloned().unwrap_or(Value::Null);
        for spec in specs {
            let key = if key.is_empty() { spec.name.to_owned() } else { format!("{key}_{}", spec.name) };
            let (before, after) = (of(before, spec.name), of(after, spec.name));
            self.compare(&spec.shape, &key, entries, (&before, &after));
        }
    }

    /// A named entry. Where it comes or goes, what is empty in it says nothing, unless there is nothing else to say.
    fn compare_entry(&mut self, each: &[FieldSpec], key: &str, entries: &[String], both: Both<'_>) {
        let first = self.all.len();
        self.compare_all(each, key, entries, both);
        let (was, is) = (!both.0.is_null(), !both.1.is_null());
        if was == is {
            return;
        }
        let none = SettingValue::Entries(Vec::new());
        let says_nothing = |change: &SettingChange| {
            [&change.before, &change.after].into_iter().flatten().all(|value| *value == none)
        };
        let told: Vec<_> = self.all.drain(first..).filter(|change| !says_nothing(change)).collect();
        if told.is_empty() {
            let empty = |there: bool| there.then(|| none.clone());
            self.all.push(SettingChange {
                section: self.section.clone(),
                key: key.to_owned(),
                entries: entries.to_vec(),
                before: empty(was),
                after: empty(is),
            });
        }
        self.all.extend(told);
    }

    fn compare(&mut self, shape: &FieldShape, key: &str, entries: &[String], (before, after): Both<'_>) {
        match shape {
            FieldShape::Group(specs) => self.compare_all(specs, key, entries, (before, after)),
            FieldShape::Map { each, .. } => {
                let mut names: Vec<_> = [before, after].into_iter().flat_map(names).collect();
                names.sort_unstable();
                names.dedup();
                for name in names {
                    let of = |value: &Value| value.get(&name).cloned().unwrap_or(Value::Null);
                    let entries = [entries, std::slice::from_ref(&name)].concat();
                    self.compare_entry(each, key, &entries, (&of(before), &of(after)));
                }
            }
            shape => {
                let (before, after) = (value_of(shape, before), value_of(shape, after));
                if before != after {
                    let (section, key) = (self.section.clone(), key.to_owned());
                    self.all.push(SettingChange { section, key, entries: entries.to_vec(), before, after });
                }
            }
        }
    }
}

fn names(value: &Value) -> impl Iterator<Item = String> {
    value.as_object().into_iter().flat_map(|object| object.keys().cloned())
}

/// A stored value as it can be put into words; `None` where nothing is stored, and for what has fields of its own.
pub(crate) fn value_of(shape: &FieldShape, value: &Value) -> Option<SettingValue> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match shape {
        FieldShape::Number { unit, .. } => {
            value.as_u64().map(|amount| SettingValue::Number { amount, unit: *unit })
        }
        FieldShape::Text { .. }
        | FieldShape::Rate { .. }
        | FieldShape::LongText { .. }
        | FieldShape::Attribute { .. } => text(value).map(SettingValue::Text),
        // Enough to tell one from another.
        FieldShape::Picture => text(value).map(|text| SettingValue::Text(text.chars().take(12).collect())),
        FieldShape::Choice(_) => text(value).map(SettingValue::Choice),
        FieldShape::Toggle => value.as_bool().map(SettingValue::Switch),
        FieldShape::List { .. } => {
            value.as_array().map(|all| SettingValue::List(all.iter().filter_map(text).collect()))
        }
        // One that is to be taken away is none.
        FieldShape::Secret { .. } => value.as_i64().filter(|mark| *mark >= NEW).map(SettingValue::Secret),
        FieldShape::Pick { of, .. } => picked::name_of(*of, value).map(SettingValue::Text),
        FieldShape::Entries { each, .. } => {
            let entry = |entry: &Value| parts_of(each, entry);
            value.as_array().map(|all| SettingValue::Entries(all.iter().map(entry).collect()))
        }
        FieldShape::Map { .. } | FieldShape::Group(_) => None,
    }
}

/// The fields of an entry of which something is stored.
fn parts_of(each: &[FieldSpec], entry: &Value) -> Vec<SettingPart> {
    let part = |spec: &FieldSpec| {
        let value = value_of(&spec.shape, entry.get(spec.name)?)?;
        Some(SettingPart { field: spec.name.to_owned(), value })
    };
    each.iter().filter_map(part).collect()
}
