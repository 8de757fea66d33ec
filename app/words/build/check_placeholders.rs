//! Checks that each language has the keys of English, of the same kind and with the same placeholders.

use std::collections::BTreeSet;

use super::check_keys::placeholders;
use super::locale::{Locale, Text};
use super::locale_error::LocaleError;

/// The differences between a language and English.
pub fn check(english: &Locale, locale: &Locale) -> Vec<LocaleError> {
    let mut errors = Vec::new();
    for (key, text) in &locale.entries {
        if english.get(key).is_none() {
            errors.push(LocaleError::new(&locale.file, key, "is not in en.json"));
        }
        // Each plural form by itself: a form that lacks the person is as wrong as a language that lacks it.
        for (category, form) in text.forms() {
            let wanted = english.get(key).map(all_placeholders).unwrap_or_default();
            let found = placeholders(form).unwrap_or_default();
            for name in wanted.symmetric_difference(&found) {
                let message = if wanted.contains(name) { "lacks" } else { "has, unlike English, a" };
                let place = if category.is_empty() { String::new() } else { format!("`{category}` ") };
                errors.push(LocaleError::new(
                    &locale.file,
                    key,
                    format!("{place}{message} placeholder {{{name}}}"),
                ));
            }
        }
    }
    for (key, text) in &english.entries {
        match (locale.get(key), text) {
            (None, _) => errors.push(LocaleError::new(&locale.file, key, "is missing")),
            (Some(Text::Plain(_)), Text::Plural(_)) => {
                errors.push(LocaleError::new(&locale.file, key, "must have plural forms, as in en.json"));
            }
            (Some(Text::Plural(_)), Text::Plain(_)) => {
                errors.push(LocaleError::new(&locale.file, key, "must be one text, as in en.json"));
            }
            _ => {}
        }
    }
    errors
}

/// The placeholders of all forms together.
pub fn all_placeholders(text: &Text) -> BTreeSet<String> {
    text.forms().into_iter().flat_map(|(_, form)| placeholders(form).unwrap_or_default()).collect()
}
