//! The parity table of the documentation: each row names a test that there is.

use std::{fs, path::Path};

struct Row {
    claim: String,
    tag: String,
    test: String,
}

fn rows() -> Vec<Row> {
    let page = include_str!("../../docs/parity.md");
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    let rows = page.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|line| {
        let cells: Vec<String> = cells(line);
        let [claim, tag, test] = cells.try_into().unwrap_or_else(|_| panic!("three cells: {line}"));
        Row { claim, tag, test: test.trim_matches('`').to_owned() }
    })
    .collect()
}

/// Everything below a folder that ends like this, as text.
fn texts(folder: &Path, end: &str) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            all.push_str(&texts(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    all
}

#[test]
fn every_file_with_tests_is_part_of_the_suite() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    for entry in fs::read_dir(home).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let module = name.strip_suffix(".rs").unwrap_or(&name);
        let known = include_str!("main.rs").contains(&format!("\nmod {module};\n"));
        assert!(known || module == "main", "{name} is not run");
    }
}

#[test]
fn every_row_names_a_trust_tag_and_a_test_that_there_is() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["tests/it", "src", "world/src"].map(|folder| texts(&home.join(folder), ".rs")).concat();
    let foreign = texts(&home.join("../../end2end/foreign"), ".spec.ts");
    let is_test = |name: &str| {
        let markers = ["#[tokio::test]\nasync fn ", "#[test]\nfn "];
        markers.iter().any(|marker| own.contains(&format!("{marker}{name}()")))
    };
    let rows = rows();
    assert!(rows.len() > 200, "{} rows", rows.len());
    for Row { claim, tag, test } in rows {
        assert!(["V", "O", "U", "V/O", "V/U"].contains(&tag.as_str()), "{claim}: the tag is {tag:?}");
        let known = is_test(&test) || foreign.contains(&format!("test('{test}'"));
        assert!(known, "{claim}: there is no test named {test:?}");
    }
}
