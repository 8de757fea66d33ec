//! Checks each text by itself: its key is a Rust name, it is not empty, its placeholders are closed, and it has the plural forms of its language.

use std::collections::BTreeSet;

use super::locale::{Locale, Text};
use super::locale_error::LocaleError;

/// The keywords of Rust, and the parameters of the generated functions.
const RESERVED: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "lang",
];

/// The errors in the keys, placeholders and plural forms of a language.
pub fn check(locale: &Locale) -> Vec<LocaleError> {
    let mut errors = Vec::new();
    for (key, text) in &locale.entries {
        let mut error = |message: String| errors.push(LocaleError::new(&locale.file, key, message));
        for part in key.split('.').filter(|part| !is_name(part)) {
            error(format!("`{part}` is no name for a Rust function"));
        }
        for (_, form) in text.forms() {
            if form.trim().is_empty() {
                error("is empty".to_owned());
            }
            if let Err(message) = placeholders(form) {
                error(message.to_owned());
            }
        }
        if let Text::Plural(forms) = text {
            plural_messages(locale, forms).into_iter().for_each(error);
        }
    }
    errors
}

/// The names in braces.
pub fn placeholders(text: &str) -> Result<BTreeSet<String>, &'static str> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or("a brace opens and does not close")?;
        if before.contains('}') || !is_name(name) {
            return Err("braces are for placeholders only");
        }
        names.insert(name.to_owned());
        rest = tail;
    }
    if rest.contains('}') { Err("braces are for placeholders only") } else { Ok(names) }
}

fn is_name(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(letters)
        && !RESERVED.contains(&text)
}

fn plural_messages(locale: &Locale, forms: &[(String, String)]) -> Vec<String> {
    let mut messages = Vec::new();
    let has = |category: &str| forms.iter().any(|(name, _)| name == category);
    for category in locale.categories.iter().filter(|category| !has(category)) {
        messages.push(format!("the plural form `{category}` is missing"));
    }
    for (name, text) in forms {
        if !locale.categories.contains(&name.as_str()) {
            messages.push(format!("this language has no plural form `{name}`"));
        }
        // "one" means exactly 1 in English alone: 21 in Lithuanian and 0 in French are "one" too.
        let may_drop = locale.tag == "en" && name == "one";
        if !may_drop && !text.contains("{count}") {
            messages.push(format!("the plural form `{name}` does not say {{count}}"));
        }
    }
    messages
}
