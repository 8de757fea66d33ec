//! What the buttons beside a list do.

use contract::FormEdit;

use super::fields::{Fields, entries, in_order, inside};
use crate::settings::field::{FieldShape, FieldSpec};

/// The form after a button of it was pressed. A button that the form does not have, or not any more, changes nothing.
pub(crate) fn apply(specs: &[FieldSpec], fields: &Fields, edit: &FormEdit) -> Fields {
    let Some(spec) = edit.list().and_then(|list| list_at(specs, list)) else {
        return in_order(specs, fields);
    };
    // The button has the numbers of the page that it stood on: entries are put in order, which renumbers them, only afterwards.
    let mut edited = fields.clone();
    match edit {
        FormEdit::Review => {}
        FormEdit::Add(list) => add(&mut edited, spec, list),
        FormEdit::Remove(entry) => edited.retain(|key, _| !is_of(key, entry)),
        FormEdit::Up(entry) => swap(&mut edited, entry, |number| number.checked_sub(1)),
        FormEdit::Down(entry) => swap(&mut edited, entry, |number| number.checked_add(1)),
    }
    in_order(specs, &edited)
}

/// The list of this name in the form.
fn list_at<'a>(specs: &'a [FieldSpec], list: &str) -> Option<&'a FieldSpec> {
    let (mut specs, mut found) = (specs, None);
    for name in list.split('.') {
        if name.parse::<usize>().is_ok() {
            continue;
        }
        let spec = specs.iter().find(|spec| spec.name == name)?;
        found = Some(spec);
        specs = match &spec.shape {
            FieldShape::Map { each, .. } | FieldShape::Entries { each, .. } => each,
            FieldShape::Group(fields) => fields,
            _ => &[],
        };
    }
    found.filter(|spec| {
        matches!(spec.shape, FieldShape::List { .. } | FieldShape::Map { .. } | FieldShape::Entries { .. })
    })
}

fn add(fields: &mut Fields, spec: &FieldSpec, list: &str) {
    let next = entries(fields, list).last().map_or(0, |last| last + 1);
    let place = format!("{list}.{next}");
    match &spec.shape {
        FieldShape::List { most, .. } if next < *most => {
            fields.insert(place, String::new());
        }
        FieldShape::Map { most, each, .. } if next < *most => {
            // A list of its own begins with a line to type in.
            for spec in each.iter().filter(|spec| matches!(spec.shape, FieldShape::List { .. })) {
                fields.insert(format!("{}.0", inside(&place, spec.name)), String::new());
            }
            fields.insert(place, String::new());
        }
        FieldShape::Entries { most, each, .. } if next < *most => {
            // One field is enough for the entry to be there.
            for spec in each.iter().take(1) {
                fields.insert(inside(&place, spec.name), String::new());
            }
        }
        _ => {}
    }
}

/// Whether a field is this entry, or within it.
fn is_of(key: &str, entry: &str) -> bool {
    key.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Changes places with the entry of another number, if there is one.
fn swap(fields: &mut Fields, entry: &str, to: impl Fn(usize) -> Option<usize>) {
    let Some((list, number)) = entry.rsplit_once('.') else { return };
    let other = number.parse().ok().and_then(to).filter(|other| entries(fields, list).contains(other));
    let Some(other) = other.map(|other| format!("{list}.{other}")) else { return };
    let renamed = |key: &String| {
        let within = |from: &str, to: &str| is_of(key, from).then(|| key.replacen(from, to, 1));
        within(entry, &other).or_else(|| within(&other, entry)).unwrap_or_else(|| key.clone())
    };
    *fields = fields.iter().map(|(key, text)| (renamed(key), text.clone())).collect();
}
