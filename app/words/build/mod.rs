//! From locale files to Rust. Shared by the build script and the tests, which plant faults.

pub mod agreement;
pub mod fault;
pub mod generate;
pub mod locale;
pub mod same;
pub mod shape;
pub mod tree;
pub mod typography;

use std::io;

use fault::Fault;
use locale::Locale;

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
pub fn build(read: impl Fn(&str) -> io::Result<String>) -> Result<String, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut locales = Vec::new();
    for (tag, categories) in LANGUAGES {
        let file = format!("{tag}.json");
        let text = read(&file).map_err(|error| vec![Fault::of_file(&file, error)])?;
        match Locale::parse(tag, categories, &text) {
            Ok(locale) => locales.push(locale),
            Err(found) => faults.extend(found),
        }
    }
    let same = read(SAME_AS_ENGLISH).map_err(|error| vec![Fault::of_file(SAME_AS_ENGLISH, error)])?;
    if faults.is_empty() {
        faults.extend(locales.iter().flat_map(shape::faults));
        faults.extend(locales.iter().flat_map(typography::faults));
        faults.extend(locales.iter().skip(1).flat_map(|locale| agreement::faults(&locales[0], locale)));
        faults.extend(same::faults(&same, &locales));
    }
    if faults.is_empty() { Ok(generate::rust(&locales)) } else { Err(faults) }
}
