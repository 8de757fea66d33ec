//! Checks that no file names something of one machine only: no absolute paths, no package registries.

use super::Finding;
use super::tree::Tree;

/// Spelled in two halves, so that this file obeys its own rule.
const FOLDERS: [&str; 3] = [concat!("/", "work/"), concat!("/", "tmp/"), concat!("/", "root/")];
const REGISTRIES: [&str; 8] = [
    concat!("registry.", "npmjs.org"),
    concat!("registry.", "yarnpkg.com"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("files.", "pythonhosted.org"),
    concat!("pypi", ".org"),
    concat!("deb.", "debian.org"),
    concat!("proxy.", "golang.org"),
];

/// Names each such address.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &tree.0 {
        for folder in FOLDERS {
            let starts = |at: usize| !source.text[..at].ends_with(|before: char| part_of_a_path(before));
            for (at, _) in source.text.match_indices(folder).filter(|(at, _)| starts(*at)) {
                findings.push(Finding::new(source.place(at), format!("{folder} is a folder of one machine")));
            }
        }
        for registry in REGISTRIES {
            for (at, _) in source.text.match_indices(registry) {
                findings.push(Finding::new(source.place(at), format!("{registry} is a package registry")));
            }
        }
    }
    findings
}

/// Whether the character before belongs to a path: the folder is then part of a URL or of a relative path.
fn part_of_a_path(before: char) -> bool {
    before.is_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | '*' | '/')
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    #[test]
    fn folders_of_a_machine_and_registries_are_found() {
        let machine = format!("a\nb = \"{}main\"", FOLDERS[0]);
        let lock = format!("\"resolved\": \"https://{}/a\"", REGISTRIES[0]);
        let site = format!("https://example.com{}x and ./a{}b", FOLDERS[0], FOLDERS[1]);
        let tree = planted(&[("a.toml", &machine), ("package-lock.json", &lock), ("b.md", &site)]);
        let places: Vec<String> = check(&tree).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["a.toml:2", "package-lock.json:1"]);
    }
}
