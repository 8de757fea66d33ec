//! Generates one Rust function for each text, in modules that nest like the keys, a table of those that are found by their keys, and what says
//! which are those of a problem.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::check_placeholders::all_placeholders;
use super::locale::{Locale, Text};

/// Where the texts stand that are found by their keys: which fields the settings have, only their sections know.
pub const BY_KEY: &str = "settings.sections.";
/// Where the texts of the problems stand, each code's under its name.
pub const BY_CODE: &str = "problems.";
/// The texts that a code may have; the last one only if it can stand beside a field.
pub const OF_CODE: [&str; 3] = ["sentence", "advice", "field"];

/// The Rust source of all texts. The first locale is English; it decides the order.
pub fn rust(locales: &[Locale]) -> String {
    let mut root = Module::default();
    for (key, text) in locales.first().map_or(&[][..], |english| &english.entries) {
        let all: Vec<&Text> = locales.iter().filter_map(|locale| locale.get(key)).collect();
        root.put(key, function(key, text, &all));
    }
    let mut out = String::new();
    root.write("", &mut out);
    write_by_key(locales, &mut out);
    if let Some(english) = locales.first() {
        write_by_code(english, &mut out);
    }
    out
}

/// One exhaustive match: neither a code without texts compiles, nor texts without a code.
fn write_by_code(english: &Locale, out: &mut String) {
    out.push_str(
        "/// The texts of a problem.\n\
         #[allow(clippy::too_many_lines, reason = \"a line for each code\")]\n\
         const fn problem_line(lang: contract::Language, code: contract::ProblemCode) -> crate::localize::Line {\n    \
         match code {\n",
    );
    for (key, _) in &english.entries {
        let own = key.strip_prefix(BY_CODE).and_then(|own| own.strip_suffix(".sentence"));
        let Some(name) = own else { continue };
        let call = |part: &str| {
            let text = english.get(&format!("{BY_CODE}{name}.{part}"));
            let raw = if text.is_some_and(|text| !all_placeholders(text).is_empty()) { "_text" } else { "" };
            (text.is_some(), format!("problems::{name}::{part}{raw}(lang)"))
        };
        let [(_, sentence), (_, advice), (has_field, field)] = OF_CODE.map(call);
        let field = if has_field { format!("Some({field})") } else { "None".to_owned() };
        let _ = writeln!(
            out,
            "        contract::ProblemCode::{} => crate::localize::Line {{ sentence: {sentence}, advice: {advice}, field: {field} }},",
            variant(name)
        );
    }
    out.push_str("    }\n}\n");
}

/// `not_found` as Rust names a variant: `NotFound`.
fn variant(name: &str) -> String {
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    name.split('_').map(capitalized).collect()
}

/// Sorted, so that a key is found by halves.
fn write_by_key(locales: &[Locale], out: &mut String) {
    let mut rows = BTreeMap::new();
    for (key, text) in locales.first().map_or(&[][..], |english| &english.entries) {
        if let (Some(own), Text::Plain(_)) = (key.strip_prefix(BY_KEY), text) {
            rows.insert(own, locales.iter().filter_map(|locale| locale.get(key)).collect::<Vec<_>>());
        }
    }
    out.push_str("/// The texts of the settings' sections by their keys: `limits.shares.label`.\n");
    out.push_str("static SECTION_TEXTS: &[(&str, [&str; contract::Language::ALL.len()])] = &[\n");
    for (key, all) in rows {
        let _ = writeln!(out, "    ({key:?}, {}),", texts(&all));
    }
    out.push_str("];\n");
}

#[derive(Default)]
struct Module {
    functions: Vec<String>,
    modules: BTreeMap<String, Module>,
}

impl Module {
    fn put(&mut self, key: &str, function: String) {
        match key.split_once('.') {
            Some((module, rest)) => self.modules.entry(module.to_owned()).or_default().put(rest, function),
            None => self.functions.push(function),
        }
    }

    fn write(&self, path: &str, out: &mut String) {
        for function in &self.functions {
            out.push_str(function);
        }
        for (name, module) in &self.modules {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let _ = writeln!(out, "/// The texts under `{path}`.\npub mod {name} {{");
            module.write(&path, out);
            out.push_str("}\n");
        }
    }
}

fn function(key: &str, english: &Text, all: &[&Text]) -> String {
    let name = key.rsplit('.').next().unwrap_or(key);
    let names: Vec<String> = all_placeholders(english).into_iter().filter(|name| name != "count").collect();
    match english {
        Text::Plain(text) if all_placeholders(english).is_empty() => constant(name, text, all),
        Text::Plain(text) => {
            let mut names = names;
            if all_placeholders(english).contains("count") {
                names.push("count".to_owned());
            }
            filled(name, text, &names, all)
        }
        Text::Plural(_) => counted(name, english, &names, all),
    }
}

fn constant(name: &str, english: &str, all: &[&Text]) -> String {
    format!(
        "/// `{english}`\npub const fn {name}(lang: contract::Language) -> &'static str {{\n    crate::text::pick(lang, {})\n}}\n",
        texts(all)
    )
}

fn filled(name: &str, english: &str, names: &[String], all: &[&Text]) -> String {
    // Of the text's own names there may be more than clippy likes: seven with the language.
    let many = if names.len() > 6 { "#[expect(clippy::too_many_arguments)]\n" } else { "" };
    format!(
        "{}/// `{english}`\n{many}pub fn {name}(lang: contract::Language{}) -> String {{\n    crate::text::fill({name}_text(lang), &[{}])\n}}\n",
        constant(&format!("{name}_text"), english, all),
        parameters(names),
        arguments(names)
    )
}

fn counted(name: &str, english: &Text, names: &[String], all: &[&Text]) -> String {
    let shown: Vec<String> = english.forms().iter().map(|(_, text)| format!("`{text}`")).collect();
    let shown = shown.join(", ");
    let tables: Vec<String> = all.iter().map(|text| format!("&{:?}", text.forms())).collect();
    let tables = tables.join(", ");
    format!(
        "/// {shown}: one text for each plural category of the language, for scripts that count by themselves.\n\
         pub fn {name}_forms(lang: contract::Language) -> Vec<(&'static str, &'static str)> {{\n    \
         crate::text::forms(lang, [{tables}])\n}}\n\
         /// {shown}\npub fn {name}(lang: contract::Language, count: u64{}) -> String {{\n    \
         crate::text::count(lang, count, &{name}_forms(lang), &[{}])\n}}\n",
        parameters(names),
        arguments(names)
    )
}

fn texts(all: &[&Text]) -> String {
    let texts: Vec<&str> =
        all.iter().filter_map(|text| text.forms().first().map(|(_, form)| *form)).collect();
    format!("{texts:?}")
}

fn parameters(names: &[String]) -> String {
    names.iter().flat_map(|name| [", ", name.as_str(), ": &str"]).collect()
}

fn arguments(names: &[String]) -> String {
    names.iter().map(|name| format!("(\"{name}\", {name})")).collect::<Vec<_>>().join(", ")
}
