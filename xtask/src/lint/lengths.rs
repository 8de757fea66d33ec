//! Short files, short functions.

use super::Finding;
use super::rust_text::{code_only, item_end, production};
use super::tree::{Source, Tree};

const FILE: usize = 300;
const FUNCTION: usize = 50;
/// A `view!` is markup, which takes more lines than logic.
const FUNCTION_WITH_VIEW: usize = 80;

/// Names the files and functions that are too long.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.production().flat_map(in_file).collect()
}

/// Median and 90th percentile of the production files.
pub(super) fn summary(tree: &Tree) -> String {
    let mut lengths: Vec<usize> =
        tree.production().map(|source| production(&source.text).lines().count()).collect();
    lengths.sort_unstable();
    let at = |percent: usize| lengths.get(lengths.len() * percent / 100).copied().unwrap_or(0);
    let longest = lengths.last().copied().unwrap_or(0);
    format!(
        "{} production files: median {}, 90th percentile {}, longest {longest} lines",
        lengths.len(),
        at(50),
        at(90)
    )
}

fn in_file(source: &Source) -> Vec<Finding> {
    let text = production(&source.text);
    let lines = text.lines().count();
    let mut findings = Vec::new();
    if lines > FILE {
        findings
            .push(Finding::new(&source.path, format!("{lines} lines of production code, at most {FILE}")));
    }
    for (name, lines, limit) in functions(&text) {
        if lines > limit {
            findings
                .push(Finding::new(&source.path, format!("fn {name} has {lines} lines, at most {limit}")));
        }
    }
    findings
}

/// Each function: its name, its lines from `fn` to the closing brace, and how many it may have.
fn functions(text: &str) -> Vec<(&str, usize, usize)> {
    let code = code_only(text);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if at > 0 && is_name(&code.as_bytes()[at - 1]) {
            continue;
        }
        let name = at + 3;
        let length = code.as_bytes()[name..].iter().take_while(|byte| is_name(byte)).count();
        if length == 0 {
            continue;
        }
        let body = &code[at..item_end(&code, at)];
        let limit = if body.contains("view!") { FUNCTION_WITH_VIEW } else { FUNCTION };
        found.push((&text[name..name + length], body.lines().count(), limit));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    fn function(inside: &str, lines: usize) -> String {
        format!("fn long(a: [u8; 2]) {{\n{}}}\n", format!("    {inside}\n").repeat(lines - 2))
    }

    #[test]
    fn a_long_function_is_named() {
        let fits = function("go(\"}\");", 50);
        let long = function("go('}');", 51);
        let findings = check(&planted(&[("a/fits.rs", &fits), ("a/long.rs", &long)]));
        assert_eq!(findings, [Finding::new("a/long.rs", "fn long has 51 lines, at most 50")]);
    }

    #[test]
    fn a_view_may_take_more_lines() {
        let fits = function("view! { <p/> };", 80);
        let long = function("view! { <p/> };", 81);
        assert!(check(&planted(&[("a.rs", &fits)])).is_empty());
        assert_eq!(check(&planted(&[("a.rs", &long)]))[0].what, "fn long has 81 lines, at most 80");
    }

    #[test]
    fn a_long_file_is_named_and_its_tests_do_not_count() {
        let long = "const A: u8 = 1;\n".repeat(301);
        let tested = format!("{}#[cfg(test)]\nmod tests {{\n{long}}}\n", "const A: u8 = 1;\n".repeat(299));
        let findings =
            check(&planted(&[("long.rs", &long), ("tested.rs", &tested), ("a/tests/it.rs", &long)]));
        assert_eq!(findings, [Finding::new("long.rs", "301 lines of production code, at most 300")]);
    }

    #[test]
    fn the_summary_gives_median_and_percentile() {
        let files: Vec<(String, String)> =
            (1..=10).map(|n| (format!("{n}.rs"), "//\n".repeat(n * 10))).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let summary = summary(&planted(&files));
        assert_eq!(summary, "10 production files: median 60, 90th percentile 100, longest 100 lines");
    }
}
