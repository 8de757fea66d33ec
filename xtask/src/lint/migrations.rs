//! Checks that the migration folders of both databases have files of equal names.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::tree::Tree;

const FOLDER: &str = "server/storage/migrations/";

/// Reports each migration that one of the databases lacks.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut databases: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in &tree.0 {
        if let Some((database, file)) = source.path.strip_prefix(FOLDER).and_then(|rest| rest.split_once('/'))
        {
            databases.entry(database).or_default().insert(file);
        }
    }
    let all: BTreeSet<&str> = databases.values().flatten().copied().collect();
    let missing = |(database, files): (&&str, &BTreeSet<&str>)| {
        let place = format!("{FOLDER}{database}");
        all.difference(files)
            .map(|file| Finding::new(&place, format!("{file} is missing here")))
            .collect::<Vec<_>>()
    };
    databases.iter().flat_map(missing).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::planted;
    use super::*;

    #[test]
    fn a_migration_for_one_database_only_is_found() {
        let tree = planted(&[
            ("server/storage/migrations/sqlite/0001_start.sql", ""),
            ("server/storage/migrations/sqlite/0002_more.sql", ""),
            ("server/storage/migrations/postgres/0001_start.sql", ""),
        ]);
        let place = "server/storage/migrations/postgres";
        assert_eq!(check(&tree), [Finding::new(place, "0002_more.sql is missing here")]);
    }
}
