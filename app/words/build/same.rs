//! A text that equals the English one was forgotten, unless somebody said that it is meant.

use super::fault::Fault;
use super::locale::Locale;
use super::{LANGUAGES, SAME_AS_ENGLISH};

/// Texts equal to English that are not listed, and list entries that are not true (any more). The list maps a key to language tags.
pub fn faults(list: &str, locales: &[Locale]) -> Vec<Fault> {
    let list: Vec<(String, Vec<String>)> = match serde_json::from_str::<List>(list) {
        Ok(list) => list.into_iter().collect(),
        Err(error) => return vec![Fault::of_file(SAME_AS_ENGLISH, error)],
    };
    let listed =
        |key: &str, tag: &str| list.iter().any(|(name, tags)| name == key && tags.iter().any(|t| t == tag));
    let mut faults = Vec::new();
    let Some((english, others)) = locales.split_first() else { return faults };
    for locale in others {
        for (key, text) in &english.entries {
            let same = locale.get(key) == Some(text);
            if same && !listed(key, locale.tag) {
                let says = format!("is the English text; if that is meant, list it in {SAME_AS_ENGLISH}");
                faults.push(Fault::new(&locale.file, key, says));
            }
            if !same && listed(key, locale.tag) {
                let says = format!("differs from English in {}: take it off this list", locale.tag);
                faults.push(Fault::new(SAME_AS_ENGLISH, key, says));
            }
        }
    }
    for (key, tags) in &list {
        if english.get(key).is_none() {
            faults.push(Fault::new(SAME_AS_ENGLISH, key, "is not in en.json"));
        }
        for tag in tags.iter().filter(|tag| !LANGUAGES[1..].iter().any(|(known, _)| known == tag)) {
            faults.push(Fault::new(SAME_AS_ENGLISH, key, format!("`{tag}` is no language beside English")));
        }
    }
    faults
}

type List = std::collections::BTreeMap<String, Vec<String>>;
