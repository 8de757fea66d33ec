//! The fields of a form by their names: a path with dots in place of brackets.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::settings::any_section::AnySection;
use crate::settings::field::{EntryCheck, FieldShape, FieldSpec};

/// The field of the text that is searched for, within the one that holds what is chosen in the directory.
pub(super) const SEARCH: &str = "search";
/// The mark of the one field whose matches are shown. Drafts have it; pages do not send it.
pub(super) const OPEN: &str = "open";
/// What was typed into a secret, sealed; empty where it was too long. Drafts have it; pages do not send it.
pub(super) const SEALED: &str = "sealed";
/// The box that takes a secret away.
pub(super) const REMOVE: &str = "remove";
/// Something was typed into a secret, and not kept. Drafts have it; pages do not send it.
pub(super) const LOST: &str = "lost";
/// Everything that a form holds of a secret.
pub(super) const SECRET_PARTS: [&str; 3] = [SEALED, REMOVE, LOST];

/// What is in each field.
pub(crate) type Fields = BTreeMap<String, String>;

/// The fields of a section of which this is stored.
pub(crate) fn typed(of: &dyn AnySection, stored: &Value) -> Fields {
    let mut fields = Fields::new();
    put_all(&mut fields, &of.fields(), "", &of.to_form(stored));
    fields
}

fn put_all(fields: &mut Fields, specs: &[FieldSpec], place: &str, section: &Value) {
    for spec in specs {
        put(fields, spec, &inside(place, spec.name), section.get(spec.name).unwrap_or(&Value::Null));
    }
}

fn put(fields: &mut Fields, spec: &FieldSpec, key: &str, value: &Value) {
    match &spec.shape {
        FieldShape::Number { .. }
        | FieldShape::Rate { .. }
        | FieldShape::Text { .. }
        | FieldShape::LongText { .. }
        | FieldShape::Attribute { .. }
        | FieldShape::Picture
        | FieldShape::Choice(_) => {
            fields.insert(key.to_owned(), text_of(value));
        }
        FieldShape::Pick { .. } if value.is_object() => {
            fields.insert(key.to_owned(), value.to_string());
        }
        FieldShape::Toggle if *value == Value::Bool(true) => {
            fields.insert(key.to_owned(), "on".to_owned());
        }
        FieldShape::Pick { .. } | FieldShape::Toggle | FieldShape::Secret { .. } => {}
        FieldShape::List { .. } => {
            for (index, entry) in value.as_array().into_iter().flatten().enumerate() {
                fields.insert(format!("{key}.{index}"), text_of(entry));
            }
        }
        FieldShape::Map { each, .. } => {
            for (index, (name, entry)) in value.as_object().into_iter().flatten().enumerate() {
                let place = format!("{key}.{index}");
                fields.insert(place.clone(), name.clone());
                put_all(fields, each, &place, entry);
            }
        }
        FieldShape::Entries { each, .. } => {
            for (index, entry) in value.as_array().into_iter().flatten().enumerate() {
                put_all(fields, each, &format!("{key}.{index}"), entry);
            }
        }
        FieldShape::Group(specs) => put_all(fields, specs, key, value),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

/// The name of a field within another place of the form.
pub(super) fn inside(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

/// The field of this name in the form, whichever entries it is in.
pub(super) fn field_at<'a>(specs: &'a [FieldSpec], name: &str) -> Option<&'a FieldSpec> {
    let (mut specs, mut found) = (specs, None);
    for name in name.split('.').filter(|name| name.parse::<usize>().is_err()) {
        let spec = specs.iter().find(|spec| spec.name == name)?;
        found = Some(spec);
        specs = match &spec.shape {
            FieldShape::Map { each, .. } | FieldShape::Entries { each, .. } => each,
            FieldShape::Group(fields) => fields,
            _ => &[],
        };
    }
    found
}

/// The numbers of the entries of a list, in their order.
pub(super) fn entries(fields: &Fields, list: &str) -> BTreeSet<usize> {
    let prefix = format!("{list}.");
    let inner = fields.keys().filter_map(|key| key.strip_prefix(&prefix));
    inner.filter_map(|rest| rest.split('.').next()?.parse().ok()).collect()
}

/// The text of a field, without what surrounds it.
pub(super) fn text<'a>(fields: &'a Fields, key: &str) -> &'a str {
    fields.get(key).map(|text| text.trim()).unwrap_or_default()
}

/// The same form with its entries numbered from zero on, and named entries by name, as they are stored: those whose name makes no sense come last.
/// What is no field of the section is left out.
pub(crate) fn in_order(specs: &[FieldSpec], fields: &Fields) -> Fields {
    let mut ordered = Fields::new();
    copy_all(&mut ordered, specs, fields, "", "");
    ordered
}

/// The name that a place of a form has in another form of its section: of the entries of a list that are called the same, the first is the first there.
/// Where the other form lacks the entry, its list.
pub(crate) fn place_in(from: &Fields, to: &Fields, place: &str) -> String {
    let (mut old, mut new) = (String::new(), String::new());
    for part in place.split('.') {
        let now = if let Ok(number) = part.parse::<usize>() {
            let name = text(from, &inside(&old, part));
            let called = |fields: &Fields, list: &str| -> Vec<usize> {
                let all = entries(fields, list).into_iter();
                all.filter(|at| text(fields, &inside(list, &at.to_string())) == name).collect()
            };
            let rank = called(from, &old).into_iter().position(|at| at == number);
            let Some(at) = rank.and_then(|rank| called(to, &new).get(rank).copied()) else { return new };
            at.to_string()
        } else {
            part.to_owned()
        };
        (old, new) = (inside(&old, part), inside(&new, &now));
    }
    new
}

fn copy_all(to: &mut Fields, specs: &[FieldSpec], from: &Fields, old: &str, new: &str) {
    for spec in specs {
        let (old, new) = (inside(old, spec.name), inside(new, spec.name));
        match &spec.shape {
            FieldShape::List { .. } => {
                for (index, entry) in entries(from, &old).into_iter().enumerate() {
                    to.insert(format!("{new}.{index}"), text(from, &format!("{old}.{entry}")).to_owned());
                }
            }
            FieldShape::Map { each, check, .. } => {
                for (index, entry) in by_name(from, &old, *check).into_iter().enumerate() {
                    let (old, new) = (format!("{old}.{entry}"), format!("{new}.{index}"));
                    to.insert(new.clone(), text(from, &old).to_owned());
                    copy_all(to, each, from, &old, &new);
                }
            }
            FieldShape::Entries { each, .. } => {
                for (index, entry) in entries(from, &old).into_iter().enumerate() {
                    copy_all(to, each, from, &format!("{old}.{entry}"), &format!("{new}.{index}"));
                }
            }
            FieldShape::Group(specs) => copy_all(to, specs, from, &old, &new),
            FieldShape::Pick { .. } => {
                copy(to, from, &old, &new);
                for part in [SEARCH, OPEN] {
                    copy(to, from, &inside(&old, part), &inside(&new, part));
                }
            }
            // Nothing that was typed in clear.
            FieldShape::Secret { .. } => {
                for part in SECRET_PARTS {
                    copy(to, from, &inside(&old, part), &inside(&new, part));
                }
            }
            _ => copy(to, from, &old, &new),
        }
    }
}

fn copy(to: &mut Fields, from: &Fields, old: &str, new: &str) {
    if let Some(text) = from.get(old) {
        to.insert(new.to_owned(), text.clone());
    }
}

/// The entries by name; then those whose name makes no sense, or is taken.
fn by_name(fields: &Fields, map: &str, check: EntryCheck) -> Vec<usize> {
    let (mut named, mut others) = (BTreeMap::new(), Vec::new());
    for entry in entries(fields, map) {
        let name = text(fields, &format!("{map}.{entry}"));
        if check(name).is_ok() && !named.contains_key(name) {
            named.insert(name, entry);
        } else {
            others.push(entry);
        }
    }
    named.into_values().chain(others).collect()
}
