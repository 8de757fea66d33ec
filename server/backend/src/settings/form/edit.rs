//! What the buttons beside a list do.

use contract::FormEdit;

use super::fields::{Fields, entries, field_at, in_order, inside, text};
use super::pick;
use crate::settings::field::{FieldShape, FieldSpec};

/// A form after a button of it was pressed.
pub(crate) struct Edited {
    /// What is in its fields.
    pub(crate) fields: Fields,
    /// The list or the field that the button stood beside, by its name now; none where the form has no such button.
    pub(crate) place: Option<String>,
}

/// The form after a button of it was pressed. A button that the form does not have, or not any more, changes nothing.
pub(crate) fn apply(specs: &[FieldSpec], fields: &Fields, edit: &FormEdit) -> Edited {
    let Some((place, spec)) = edit.place().and_then(|place| Some((place, target(specs, place)?))) else {
        return Edited { fields: in_order(specs, fields), place: None };
    };
    // The button has the numbers of the page that it stood on: entries are put in order, which renumbers them, only afterwards.
    let mut edited = fields.clone();
    match edit {
        FormEdit::Search(field) if matches!(spec.shape, FieldShape::Pick { .. }) => {
            pick::open(&mut edited, field);
        }
        FormEdit::Review | FormEdit::Search(_) => {}
        FormEdit::Add(list) => add(&mut edited, spec, list),
        FormEdit::Remove(entry) => edited.retain(|key, _| !is_of(key, entry)),
        FormEdit::Up(entry) => swap(&mut edited, entry, |number| number.checked_sub(1)),
        FormEdit::Down(entry) => swap(&mut edited, entry, |number| number.checked_add(1)),
    }
    let fields = in_order(specs, &edited);
    let place = place_in_order(&edited, &fields, place);
    Edited { fields, place: Some(place) }
}

/// What has buttons: a list, or a field that searches.
fn target<'a>(specs: &'a [FieldSpec], place: &str) -> Option<&'a FieldSpec> {
    field_at(specs, place).filter(|spec| {
        matches!(
            spec.shape,
            FieldShape::List { .. }
                | FieldShape::Map { .. }
                | FieldShape::Entries { .. }
                | FieldShape::Pick { .. }
        )
    })
}

/// The name of a place of the form after its entries were put in order: named entries are found again by their name.
fn place_in_order(edited: &Fields, ordered: &Fields, place: &str) -> String {
    let (mut old, mut new) = (String::new(), String::new());
    for part in place.split('.') {
        let now = part.parse().map_or_else(
            |_| part.to_owned(),
            |number: usize| {
                let name = text(edited, &inside(&old, part));
                let named = entries(ordered, &new).into_iter();
                let mut named = named.filter(|at| text(ordered, &format!("{new}.{at}")) == name);
                let rank = || entries(edited, &old).into_iter().position(|at| at == number);
                let at = if name.is_empty() { rank() } else { named.next() };
                at.unwrap_or(number).to_string()
            },
        );
        (old, new) = (inside(&old, part), inside(&new, &now));
    }
    new
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
