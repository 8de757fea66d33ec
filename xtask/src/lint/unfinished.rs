//! Nothing half done, no test that is not run.

use super::Finding;
use super::rust_text::code_only;
use super::tree::{Source, Tree};

const IN_RUST: [&str; 3] = ["todo!(", "unimplemented!(", "#[ignore"];
const IN_STORIES: [&str; 4] = ["test.skip(", "test.fixme(", "test.fail(", ".only("];

/// Names each mark of unfinished work.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.0.iter().flat_map(in_file).collect()
}

fn in_file(source: &Source) -> Vec<Finding> {
    if source.is_rust() {
        marks(source, &code_only(&source.text), &IN_RUST)
    } else if source.has_ending(&["ts", "mts", "js", "mjs"]) {
        marks(source, &source.text, &IN_STORIES)
    } else {
        Vec::new()
    }
}

fn marks(source: &Source, text: &str, marks: &[&str]) -> Vec<Finding> {
    let found =
        |mark: &&str| text.match_indices(*mark).map(|(at, mark)| (at, mark.to_owned())).collect::<Vec<_>>();
    let named = |(at, mark)| Finding::new(source.place(at), format!("{mark}: finish it, or leave it out"));
    marks.iter().flat_map(found).map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    #[test]
    fn each_mark_is_found_in_its_own_language() {
        let tree = planted(&[
            ("a.rs", "fn a() { todo!() }\nfn b() { unimplemented!(\"x\") }\n#[ignore = \"slow\"]\nfn c() {}"),
            ("b.rs", "// todo!()\nconst A: &str = \"test.skip(\";"),
            ("c.spec.ts", "test.skip('a');\ntest.describe.only('b');\ntest.fixme();"),
            ("d.md", "todo!()"),
        ]);
        let places: Vec<String> = check(&tree).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["a.rs:1", "a.rs:2", "a.rs:3", "c.spec.ts:1", "c.spec.ts:3", "c.spec.ts:2"]);
    }
}
