//! Checks that folders and files are named after a feature or a thing, never after a layer.

use super::Finding;
use super::tree::Tree;

const LAYERS: [&str; 13] = [
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "service",
    "services",
    "type",
    "types",
    "util",
    "utilities",
    "utils",
];

/// Reports each path with such a part.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let layer = |part: &&str| LAYERS.contains(&part.split('.').next().unwrap_or_default());
    let breach = |path: &str| {
        let part = path.split('/').find(layer)?;
        Some(Finding::new(path, format!("\"{part}\" names a layer: name the feature or the thing")))
    };
    tree.0.iter().filter_map(|source| breach(&source.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    #[test]
    fn layers_are_found_as_folders_and_as_files() {
        let tree = planted(&[
            ("server/backend/src/services/mail.rs", ""),
            ("app/src/utils.rs", ""),
            ("end2end/helpers.ts", ""),
            ("app/src/commons_hall.rs", ""),
            ("server/graph/src/invitation.rs", ""),
        ]);
        let places: Vec<String> = check(&tree).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["server/backend/src/services/mail.rs", "app/src/utils.rs", "end2end/helpers.ts"]);
    }
}
