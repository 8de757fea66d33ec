//! Traps of the drawing framework: what it does not escape may be written in one place only.

use super::Finding;
use super::rust_text::without_comments;
use super::tree::{Source, Tree};

/// The files that set markup from a string: the title and the text area, each with its own escaping and a test of it.
const RAW_MARKUP: [&str; 2] = ["app/src/document.rs", "app/src/widgets/text_area.rs"];

/// Names each use outside its place.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut wrapper: Option<&str> = None;
    // These rules are spelled out here.
    for source in tree.production().filter(|source| !source.path.starts_with("xtask/")) {
        let text = without_comments(&source.text);
        for at in element(&text, "<textarea") {
            let drawn = source.path.starts_with("app/");
            if drawn && wrapper.is_none_or(|path| path == source.path) {
                wrapper = Some(&source.path);
            } else {
                findings.push(finding(
                    source,
                    at,
                    "<textarea> is not escaped on the server: use the one tested wrapper",
                ));
            }
        }
        for at in element(&text, "<Title") {
            findings.push(finding(
                source,
                at,
                "leptos_meta's Title is not escaped on the server: use the document's own",
            ));
        }
        if !RAW_MARKUP.contains(&source.path.as_str()) {
            for (at, _) in text.match_indices("inner_html") {
                findings.push(finding(source, at, "inner_html: text is never markup"));
            }
        }
    }
    findings
}

fn finding(source: &Source, at: usize, what: &str) -> Finding {
    Finding::new(source.place(at), what)
}

/// Where an element of exactly this name begins.
fn element(text: &str, start: &str) -> Vec<usize> {
    let ends =
        |at: usize| !text[at + start.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_');
    text.match_indices(start).map(|(at, _)| at).filter(|at| ends(*at)).collect()
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
        assert!(places(&[("app/src/a.rs", "view! { <TitleLine/> }")]).is_empty());
    }

    #[test]
    fn raw_markup_is_found_outside_the_document() {
        let text = "view! { <p inner_html=text/> }";
        assert_eq!(places(&[("app/src/a.rs", text), ("app/src/document.rs", text)]), ["app/src/a.rs:1"]);
    }
}
