//! Checks the escaping traps of the framework: what it does not escape may be used in one place only.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::Finding;
use super::tokens::{is, name, production, tokens};
use super::tree::Tree;

/// The files that set markup from a string: the title, the text area and the islands' start data, each with its own escaping and a test of it.
const RAW_MARKUP: [&str; 3] =
    ["app/src/document.rs", "app/src/widgets/island.rs", "app/src/widgets/text_area.rs"];

/// Reports each use outside of its place.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut wrapper: Option<&str> = None;
    // This file contains the names of the traps.
    for source in tree.production().filter(|source| !source.path.starts_with("xtask/")) {
        let Ok(stream) = tokens(&source.text) else { continue };
        for (trap, line) in traps(stream) {
            let in_its_place = match trap {
                Trap::TextArea => {
                    source.path.starts_with("app/") && *wrapper.get_or_insert(&source.path) == source.path
                }
                Trap::Title => false,
                Trap::RawMarkup => RAW_MARKUP.contains(&source.path.as_str()),
            };
            if !in_its_place {
                findings.push(Finding::new(format!("{}:{line}", source.path), trap.advice()));
            }
        }
    }
    findings
}

/// What the framework does not escape.
#[derive(Clone, Copy)]
enum Trap {
    TextArea,
    Title,
    RawMarkup,
}

impl Trap {
    const ALL: [Self; 3] = [Self::TextArea, Self::Title, Self::RawMarkup];

    /// The text to find; an element starts with `<`.
    const fn words(self) -> &'static str {
        match self {
            Self::TextArea => "<textarea",
            Self::Title => "<Title",
            Self::RawMarkup => "inner_html",
        }
    }

    const fn advice(self) -> &'static str {
        match self {
            Self::TextArea => "<textarea> is not escaped on the server: use the one tested wrapper",
            Self::Title => "leptos_meta's Title is not escaped on the server: use the document's own",
            Self::RawMarkup => "inner_html: text is never markup",
        }
    }
}

/// Each trap in the code or in a string of it, with its line. Comments are no tokens, but for the documentation.
fn traps(stream: TokenStream) -> Vec<(Trap, usize)> {
    let trees = production(stream);
    let mut found = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        let words = match tree {
            TokenTree::Group(group) if !is_documentation(group) => {
                found.extend(traps(group.stream()));
                continue;
            }
            TokenTree::Ident(name) if at > 0 && is(trees.get(at - 1), '<') => format!("<{name}"),
            TokenTree::Ident(name) => name.to_string(),
            TokenTree::Literal(literal) => literal.to_string(),
            _ => continue,
        };
        let holds = |trap: &Trap| holds(&words, trap.words());
        found.extend(Trap::ALL.into_iter().filter(holds).map(|trap| (trap, tree.span().start().line)));
    }
    found
}

fn is_documentation(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && name(first.as_ref()).as_deref() == Some("doc")
}

/// Whether a text contains a name as a whole word.
fn holds(text: &str, name: &str) -> bool {
    let ends =
        |at: usize| !text[at + name.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_');
    text.match_indices(name).any(|(at, _)| ends(at))
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    fn places(files: &[(&str, &str)]) -> Vec<String> {
        check(&planted(files)).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn a_second_text_area_is_found() {
        let one = ("app/islands/src/text_area.rs", "view! { <textarea/> }");
        let two = ("app/src/share.rs", "\n// <textarea> in words\nview! { <textarea rows=2/> }");
        assert!(places(&[one]).is_empty());
        assert_eq!(places(&[one, two]), ["app/src/share.rs:3"]);
        assert_eq!(
            places(&[("server/backend/src/mail.rs", "\"<textarea>\"")]),
            ["server/backend/src/mail.rs:1"]
        );
    }

    #[test]
    fn the_title_of_leptos_meta_is_found() {
        assert_eq!(places(&[("app/src/a.rs", "view! { <Title text=name/> }")]), ["app/src/a.rs:1"]);
        assert!(places(&[("app/src/a.rs", "//! As `<Title>`.\nview! { <TitleLine/> }")]).is_empty());
    }

    #[test]
    fn raw_markup_is_found_outside_the_document() {
        let text = "view! { <p inner_html=text/> }";
        assert_eq!(places(&[("app/src/a.rs", text), ("app/src/document.rs", text)]), ["app/src/a.rs:1"]);
    }
}
