//! Turns locale files into Rust. Shared by the build script and by the tests, which plant errors.

pub mod check_keys;
pub mod check_placeholders;
pub mod check_typography;
pub mod check_untranslated;
pub mod generate;
pub mod json_tree;
pub mod locale;
pub mod locale_error;

use std::io;

use locale::Locale;
use locale_error::LocaleError;

/// The shipped languages in the order of `contract::Language::ALL`, English first, with the plural categories that CLDR gives each.
pub const LANGUAGES: [(&str, &[&str]); 5] = [
    ("en", &["one", "other"]),
    ("lt", &["one", "few", "many", "other"]),
    ("fr", &["one", "many", "other"]),
    ("pt-BR", &["one", "many", "other"]),
    ("zh-TW", &["other"]),
];

/// The list of texts that may equal the English one.
pub const SAME_AS_ENGLISH: &str = "same-as-english.json";

/// Reads every file, checks it, and writes the Rust. `read` gives a file of the locales folder by name.
pub fn build(read: impl Fn(&str) -> io::Result<String>) -> Result<String, Vec<LocaleError>> {
    let mut errors = Vec::new();
    let mut locales = Vec::new();
    for (tag, categories) in LANGUAGES {
        let file = format!("{tag}.json");
        let text = read(&file).map_err(|error| vec![LocaleError::of_file(&file, error)])?;
        match Locale::parse(tag, categories, &text) {
            Ok(locale) => locales.push(locale),
            Err(found) => errors.extend(found),
        }
    }
    let same = read(SAME_AS_ENGLISH).map_err(|error| vec![LocaleError::of_file(SAME_AS_ENGLISH, error)])?;
    if errors.is_empty() {
        errors.extend(locales.iter().flat_map(check_keys::check));
        errors.extend(locales.iter().flat_map(check_typography::check));
        errors
            .extend(locales.iter().skip(1).flat_map(|locale| check_placeholders::check(&locales[0], locale)));
        errors.extend(check_untranslated::check(&same, &locales));
    }
    if errors.is_empty() { Ok(generate::rust(&locales)) } else { Err(errors) }
}
