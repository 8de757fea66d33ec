//! Each check against an error planted in a small set of files that is otherwise clean.

use std::collections::BTreeMap;
use std::io;

use super::build::{self, locale_error::LocaleError};

struct Files(BTreeMap<&'static str, String>);

impl Files {
    fn clean() -> Self {
        let plural = |forms: &[(&str, &str)]| {
            let forms: Vec<String> =
                forms.iter().map(|(name, text)| format!("\"{name}\": \"{text}\"")).collect();
            format!("{{ {} }}", forms.join(", "))
        };
        let file = |send: &str, title: &str, found: String| {
            format!("{{ \"share\": {{ \"send\": \"{send}\", \"title\": \"{title}\", \"found\": {found} }} }}")
        };
        let en = plural(&[("one", "a person"), ("other", "{count} people")]);
        let lt = plural(&[
            ("one", "{count} a"),
            ("few", "{count} b"),
            ("many", "{count} c"),
            ("other", "{count} d"),
        ]);
        let fr = plural(&[("one", "{count} e"), ("many", "{count} f"), ("other", "{count} g")]);
        let pt = plural(&[("one", "{count} h"), ("many", "{count} i"), ("other", "{count} j")]);
        let zh = plural(&[("other", "{count} 人")]);
        Self(BTreeMap::from([
            ("en.json", file("Send", "Share “{item}”", en)),
            ("lt.json", file("Siųsti", "Bendrinti „{item}“", lt)),
            ("fr.json", file("Envoyer", "Partager «\u{a0}{item}\u{a0}»\u{202f}?", fr)),
            ("pt-BR.json", file("Enviar", "Compartilhar “{item}”", pt)),
            ("zh-TW.json", file("傳送", "共用「{item}」", zh)),
            ("same-as-english.json", "{}".to_owned()),
        ]))
    }

    fn with(mut self, file: &str, from: &str, to: &str) -> Self {
        let text = self.0.get_mut(file).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        *text = text.replace(from, to);
        self
    }

    fn build(&self) -> Result<String, Vec<LocaleError>> {
        build::build(|name| self.0.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()))
    }

    /// All errors, as they are printed.
    fn error(&self) -> String {
        let errors = self.build().unwrap_err();
        let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
        shown.join("\n")
    }
}

#[test]
fn clean_files_become_functions() {
    let code = Files::clean().build().unwrap();
    for line in [
        "pub mod share {",
        "pub const fn send(lang: contract::Language) -> &'static str {",
        "pub const fn title_text(lang: contract::Language) -> &'static str {",
        "pub fn title(lang: contract::Language, item: &str) -> String {",
        "pub fn found(lang: contract::Language, count: u64) -> String {",
        "pub fn found_forms(lang: contract::Language) -> Vec<(&'static str, &'static str)> {",
    ] {
        assert!(code.contains(line), "{line} is not in\n{code}");
    }
}

type Planted = (&'static str, &'static str, &'static str, &'static str);

/// Plants each (file, from, to) by itself; the build must then say the last.
fn are_named(planted: &[Planted]) {
    for (file, from, to, says) in planted {
        let error = Files::clean().with(file, from, to).error();
        assert!(error.contains(says), "{file}, {from} -> {to}:\n{error}\ndoes not say\n{says}");
    }
}

#[test]
fn keys_placeholders_and_plurals() {
    are_named(&[
        ("lt.json", "\"send\": \"Siųsti\", ", "", "locales/lt.json: share.send: is missing"),
        (
            "lt.json",
            "\"send\":",
            "\"sent\": \"Ą\", \"send\":",
            "locales/lt.json: share.sent: is not in en.json",
        ),
        (
            "fr.json",
            "Envoyer",
            " ",
            "locales/fr.json: share.send: is empty\nlocales/fr.json: share.send: begins or ends with a space",
        ),
        (
            "pt-BR.json",
            "{item}",
            "{itens}",
            "locales/pt-BR.json: share.title: lacks placeholder {item}\nlocales/pt-BR.json: share.title: has, unlike English, a placeholder {itens}",
        ),
        (
            "pt-BR.json",
            "{item}",
            "{item",
            "locales/pt-BR.json: share.title: a brace opens and does not close\nlocales/pt-BR.json: share.title: lacks placeholder {item}",
        ),
        (
            "lt.json",
            "\"few\": \"{count} b\", ",
            "",
            "locales/lt.json: share.found: the plural form `few` is missing",
        ),
        (
            "zh-TW.json",
            "{ \"other\"",
            "{ \"one\": \"{count} 一\", \"other\"",
            "locales/zh-TW.json: share.found: this language has no plural form `one`",
        ),
        (
            "fr.json",
            "{count} f",
            "f",
            "locales/fr.json: share.found: the plural form `many` does not say {count}\nlocales/fr.json: share.found: `many` lacks placeholder {count}",
        ),
        (
            "zh-TW.json",
            "{ \"other\": \"{count} 人\" }",
            "\"{count} 人\"",
            "locales/zh-TW.json: share.found: must have plural forms, as in en.json",
        ),
        (
            "lt.json",
            "\"Siųsti\"",
            "{ \"one\": \"{count}\", \"few\": \"{count}\", \"many\": \"{count}\", \"other\": \"{count}\" }",
            "must be one text, as in en.json",
        ),
    ]);
}

#[test]
fn texts_that_equal_english_and_the_list_of_them() {
    are_named(&[
        (
            "pt-BR.json",
            "Enviar",
            "Send",
            "locales/pt-BR.json: share.send: is the English text; if that is meant, list it in same-as-english.json",
        ),
        (
            "same-as-english.json",
            "{}",
            "{ \"share.send\": [\"lt\"] }",
            "locales/same-as-english.json: share.send: differs from English in lt: take it off this list",
        ),
        (
            "same-as-english.json",
            "{}",
            "{ \"share.gone\": [] }",
            "locales/same-as-english.json: share.gone: is not in en.json",
        ),
        ("same-as-english.json", "{}", "{ \"share.send\": [\"de\"] }", "`de` is no language beside English"),
    ]);
}

#[test]
fn files_that_cannot_be_read_as_texts() {
    are_named(&[
        (
            "en.json",
            "\"send\":",
            "\"send\": \"x\", \"send\":",
            "locales/en.json: share.send: stands here twice",
        ),
        (
            "en.json",
            "\"Send\"",
            "7",
            "locales/en.json: invalid type: integer `7`, expected a text or an object of texts",
        ),
    ]);
}

#[test]
fn typography() {
    are_named(&[
        ("fr.json", "\u{202f}?", "?", "locales/fr.json: share.title: has no no-break space before ?"),
        ("fr.json", "«\u{a0}", "« ", "locales/fr.json: share.title: has no no-break space after «"),
        ("fr.json", "\u{a0}»", " »", "locales/fr.json: share.title: has no no-break space before »"),
        ("fr.json", "Envoyer", "L'envoyer", "locales/fr.json: share.send: has a straight apostrophe: use ’"),
        ("fr.json", "Envoyer", "“Envoyer”", "has English quotation marks: use « »"),
        ("pt-BR.json", "Enviar", "Enviar...", "locales/pt-BR.json: share.send: has three full stops: use …"),
        ("pt-BR.json", "Enviar", "Enviar \\\"já\\\"", "has straight quotation marks"),
        ("pt-BR.json", "Enviar", "Enviar  já", "locales/pt-BR.json: share.send: has two spaces in a row"),
        (
            "zh-TW.json",
            "傳送",
            "傳送,好",
            "locales/zh-TW.json: share.send: has a half-width , beside Chinese",
        ),
        ("zh-TW.json", "傳送", "傳送.", "ends a Chinese sentence with a half-width full stop"),
        ("zh-TW.json", "「{item}」", "“{item}”", "has English quotation marks: use 「」"),
        (
            "lt.json",
            "„{item}“",
            "„{item}”",
            "locales/lt.json: share.title: has English quotation marks: use „ “",
        ),
        (
            "lt.json",
            "„{item}“",
            "„{item}",
            "locales/lt.json: share.title: opens and closes „ “ unequally often",
        ),
    ]);
}

#[test]
fn a_name_that_rust_keeps_is_refused() {
    let mut files = Files::clean();
    for text in files.0.values_mut() {
        *text = text.replace("\"send\"", "\"continue\"");
    }
    assert!(
        files.error().contains("locales/en.json: share.continue: `continue` is no name for a Rust function")
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let mut files = Files::clean();
    files.0.remove("zh-TW.json");
    assert!(files.error().starts_with("locales/zh-TW.json: "));
}

#[test]
fn a_time_and_an_address_need_no_space_before_their_colon() {
    Files::clean().with("fr.json", "Envoyer", "Envoyer à 14:05, voir https://a.example").build().unwrap();
}
