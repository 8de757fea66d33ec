//! What a language must have in common with English: the same keys, of the same kind, with the same placeholders.

use std::collections::BTreeSet;

use super::fault::Fault;
use super::locale::{Locale, Text};
use super::shape::placeholders;

/// Where a language differs from English.
pub fn faults(english: &Locale, locale: &Locale) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (key, text) in &locale.entries {
        if english.get(key).is_none() {
            faults.push(Fault::new(&locale.file, key, "is not in en.json"));
        }
        // Within one text too: a form that forgets the person is as wrong as a language that does.
        for (category, form) in text.forms() {
            let wanted = english.get(key).map(all_placeholders).unwrap_or_default();
            let found = placeholders(form).unwrap_or_default();
            for name in wanted.symmetric_difference(&found) {
                let says = if wanted.contains(name) { "lacks" } else { "has, unlike English, a" };
                let place = if category.is_empty() { String::new() } else { format!("`{category}` ") };
                faults.push(Fault::new(&locale.file, key, format!("{place}{says} placeholder {{{name}}}")));
            }
        }
    }
    for (key, text) in &english.entries {
        match (locale.get(key), text) {
            (None, _) => faults.push(Fault::new(&locale.file, key, "is missing")),
            (Some(Text::Plain(_)), Text::Plural(_)) => {
                faults.push(Fault::new(&locale.file, key, "must have plural forms, as in en.json"));
            }
            (Some(Text::Plural(_)), Text::Plain(_)) => {
                faults.push(Fault::new(&locale.file, key, "must be one text, as in en.json"));
            }
            _ => {}
        }
    }
    faults
}

/// The placeholders of all forms together.
pub fn all_placeholders(text: &Text) -> BTreeSet<String> {
    text.forms().into_iter().flat_map(|(_, form)| placeholders(form).unwrap_or_default()).collect()
}
