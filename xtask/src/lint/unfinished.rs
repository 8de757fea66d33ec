//! Checks that no browser test is skipped. (`.only` is refused by Playwright's `forbidOnly`, unfinished Rust by clippy.)

use super::Finding;
use super::tree::{Source, Tree};

const MARKS: [&str; 3] = ["test.skip(", "test.fixme(", "test.fail("];

/// Reports each mark of a skipped test.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let stories = tree.0.iter().filter(|source| source.has_ending(&["ts", "mts", "js", "mjs"]));
    stories.flat_map(in_file).collect()
}

fn in_file(source: &Source) -> Vec<Finding> {
    let named = |(at, mark): (usize, &str)| {
        Finding::new(source.place(at), format!("{mark}: finish it, or leave it out"))
    };
    MARKS.iter().flat_map(|mark| source.text.match_indices(mark)).map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    #[test]
    fn each_mark_is_found_in_stories_only() {
        let tree = planted(&[
            ("c.spec.ts", "test.skip('a');\ntest.fail('b');\ntest.fixme();"),
            ("d.md", "test.skip("),
        ]);
        let places: Vec<String> = check(&tree).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["c.spec.ts:1", "c.spec.ts:3", "c.spec.ts:2"]);
    }
}
