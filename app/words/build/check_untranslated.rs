//! Checks that no text is the English one, unless the list of intended equal texts has it.

use super::locale::Locale;
use super::locale_error::LocaleError;
use super::{LANGUAGES, SAME_AS_ENGLISH};

/// Texts that equal the English text and are not listed, and list entries that do not apply (any more). The list maps a key to language tags.
pub fn check(list: &str, locales: &[Locale]) -> Vec<LocaleError> {
    let list: Vec<(String, Vec<String>)> = match serde_json::from_str::<List>(list) {
        Ok(list) => list.into_iter().collect(),
        Err(error) => return vec![LocaleError::of_file(SAME_AS_ENGLISH, error)],
    };
    let listed =
        |key: &str, tag: &str| list.iter().any(|(name, tags)| name == key && tags.iter().any(|t| t == tag));
    let mut errors = Vec::new();
    let Some((english, others)) = locales.split_first() else { return errors };
    for locale in others {
        for (key, text) in &english.entries {
            let same = locale.get(key) == Some(text);
            if same && !listed(key, locale.tag) {
                let message = format!("is the English text; if that is meant, list it in {SAME_AS_ENGLISH}");
                errors.push(LocaleError::new(&locale.file, key, message));
            }
            if !same && listed(key, locale.tag) {
                let message = format!("differs from English in {}: take it off this list", locale.tag);
                errors.push(LocaleError::new(SAME_AS_ENGLISH, key, message));
            }
        }
    }
    for (key, tags) in &list {
        if english.get(key).is_none() {
            errors.push(LocaleError::new(SAME_AS_ENGLISH, key, "is not in en.json"));
        }
        for tag in tags.iter().filter(|tag| !LANGUAGES[1..].iter().any(|(known, _)| known == tag)) {
            errors.push(LocaleError::new(
                SAME_AS_ENGLISH,
                key,
                format!("`{tag}` is no language beside English"),
            ));
        }
    }
    errors
}

type List = std::collections::BTreeMap<String, Vec<String>>;
