//! What every text must be by itself: a name that Rust takes, not empty, placeholders that close, the plural forms of its language.

use std::collections::BTreeSet;

use super::fault::Fault;
use super::locale::{Locale, Text};

/// Words that Rust keeps for itself, and the parameters of the generated functions.
const RESERVED: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "lang",
];

/// What is wrong with the shape of a language's texts.
pub fn faults(locale: &Locale) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (key, text) in &locale.entries {
        let mut fault = |says: String| faults.push(Fault::new(&locale.file, key, says));
        for part in key.split('.').filter(|part| !is_name(part)) {
            fault(format!("`{part}` is no name for a Rust function"));
        }
        for (_, form) in text.forms() {
            if form.trim().is_empty() {
                fault("is empty".to_owned());
            }
            if let Err(says) = placeholders(form) {
                fault(says.to_owned());
            }
        }
        if let Text::Plural(forms) = text {
            plural_faults(locale, forms).into_iter().for_each(fault);
        }
    }
    faults
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

fn plural_faults(locale: &Locale, forms: &[(String, String)]) -> Vec<String> {
    let mut says = Vec::new();
    let has = |category: &str| forms.iter().any(|(name, _)| name == category);
    for category in locale.categories.iter().filter(|category| !has(category)) {
        says.push(format!("the plural form `{category}` is missing"));
    }
    for (name, text) in forms {
        if !locale.categories.contains(&name.as_str()) {
            says.push(format!("this language has no plural form `{name}`"));
        }
        // "one" means exactly 1 in English alone: 21 in Lithuanian and 0 in French are "one" too.
        let may_drop = locale.tag == "en" && name == "one";
        if !may_drop && !text.contains("{count}") {
            says.push(format!("the plural form `{name}` does not say {{count}}"));
        }
    }
    says
}
