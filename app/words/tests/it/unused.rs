//! Every text is shown somewhere: some source names its function. Those of the settings are found by their keys: that each has its field, a test of
//! theirs says (`every_text_of_a_section_has_its_field`). Those of the problems stand in one match that the build writes: each has its code.

use std::fs;
use std::path::Path;

use super::build::generate::{BY_CODE, BY_KEY, OF_CODE};
use super::build::locale::Locale;

const SOURCES: [&str; 3] = ["app", "server", "src"];
/// Their sources show nothing to anybody, or know nothing of these texts.
const LEFT_OUT: [&str; 7] = ["tests", "tests.rs", "build", "build.rs", "storage", "graph", "emulator"];

/// A path as it stands in a source, such as `share::title` or, in a macro, `steps::$step::name`.
type Named = Vec<String>;

fn named_in(source: &str) -> impl Iterator<Item = Named> {
    let of_path = |c: char| c.is_ascii_alphanumeric() || "_$:".contains(c);
    let paths = source.split(move |c| !of_path(c)).filter(|path| path.contains("::"));
    paths.map(|path| {
        let parts = path.split("::").skip_while(|part| ["words", "crate", "super"].contains(part));
        parts.map(str::to_owned).collect()
    })
}

/// Whether the path is that of the key's function, or of one of its other forms.
fn is_of(named: &Named, key: &str) -> bool {
    let parts: Vec<&str> = key.split('.').collect();
    let same = |(named, part): (&String, &&str)| named.starts_with('$') || named == part;
    let Some((last, module)) = parts.split_last() else { return false };
    let forms = [(*last).to_owned(), format!("{last}_text"), format!("{last}_forms")];
    named.len() == parts.len()
        && named.iter().zip(module).all(same)
        && named.last().is_some_and(|named| named.starts_with('$') || forms.contains(named))
}

fn read_below(folder: &Path, found: &mut Vec<Named>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            read_below(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.extend(named_in(&fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn no_text_is_kept_that_nobody_reads() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let english = fs::read_to_string(own.join("locales/en.json")).unwrap();
    let english = Locale::parse("en", &["one", "other"], &english).unwrap();
    let mut named = Vec::new();
    for folder in SOURCES {
        read_below(&own.join("../..").join(folder), &mut named);
    }
    let is_by_code = |key: &str| {
        let own = key.strip_prefix(BY_CODE).and_then(|own| own.split_once('.'));
        own.is_some_and(|(_, part)| OF_CODE.contains(&part))
    };
    let keys = english.entries.iter().map(|(key, _)| key.as_str());
    let keys = keys.filter(|key| !key.starts_with(BY_KEY) && !is_by_code(key));
    let unused: Vec<&str> = keys.filter(|key| !named.iter().any(|path| is_of(path, key))).collect();
    assert!(unused.is_empty(), "show these or take them out of all five languages: {unused:#?}");
}

#[test]
fn a_text_counts_as_shown_by_its_own_path_only() {
    let source = "let a = words::share::title(lang); crate::items::found_forms; steps::$step::name(lang)";
    let named: Vec<Named> = named_in(source).collect();
    for (key, shown) in [
        ("share.title", true),
        ("items.found", true),
        ("steps.find_person.name", true),
        ("steps.find_person.done", false),
        ("share.send", false),
        ("item.title", false),
        ("share", false),
    ] {
        assert_eq!(named.iter().any(|path| is_of(path, key)), shown, "{key}");
    }
}
