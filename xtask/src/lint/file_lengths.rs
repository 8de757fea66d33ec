//! Checks the length of files. (Clippy checks functions: `too_many_lines`.)

use super::Finding;
use super::tokens::{test_lines, tokens};
use super::tree::{Source, Tree};

const FILE: usize = 300;

/// Long lists, which would be harder to maintain in several files. Each with its reason.
const LISTS: [(&str, &str); 4] = [
    ("app/contract/src/ports.rs", "every port, in one file that names what the pages may ask for"),
    ("app/contract/src/problem_code.rs", "every problem there is, in one table that one macro reads"),
    ("app/islands/src/responses.rs", "every answer to a script, declared once for both ends"),
    ("server/emulator/world/src/effect.rs", "every effect there is, in one enum that one match applies"),
];

/// Reports the files that are too long.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.production().filter_map(in_file).collect()
}

/// Median and 90th percentile of the production files.
pub(super) fn summary(tree: &Tree) -> String {
    let mut lengths: Vec<usize> = tree.production().map(lines).collect();
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

fn in_file(source: &Source) -> Option<Finding> {
    let lines = lines(source);
    let what = || format!("{lines} lines of production code, at most {FILE}");
    let is_list = LISTS.iter().any(|(path, _)| *path == source.path);
    (lines > FILE && !is_list).then(|| Finding::new(&source.path, what()))
}

/// The lines of a file, without its tests.
fn lines(source: &Source) -> usize {
    let tests = tokens(&source.text).map_or(0, test_lines);
    source.text.lines().count().saturating_sub(tests)
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    #[test]
    fn a_long_file_is_named_unless_it_is_a_list_and_its_tests_do_not_count() {
        let long = "const A: u8 = 1;\n".repeat(301);
        let tested = format!("{}#[cfg(test)]\nmod tests {{\n{long}}}\n", "const A: u8 = 1;\n".repeat(299));
        let findings = check(&planted(&[
            ("long.rs", &long),
            (LISTS[0].0, &long),
            ("tested.rs", &tested),
            ("a/tests/it.rs", &long),
        ]));
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
