//! Checks that the browser build has no dependency of the server.

use crate::assets::CLIENT;
use crate::error::{Result, fail};
use crate::program::Program;

/// The crates that must not be in the browser build.
const FOREIGN: [&str; 21] = [
    "app",
    "aws-lc-rs",
    "axum",
    "backend",
    "emulator",
    // Does not build there, or adds an unneeded random generator.
    "getrandom",
    "graph",
    "hyper",
    "icu_plurals",
    "leptos_axum",
    "leptos_meta",
    "leptos_router",
    "lettre",
    "reqwest",
    "rustls",
    "server",
    "sqlx",
    "storage",
    "tokio",
    "tower-http",
    "words",
];

/// Reads the dependency tree of the browser build and fails on any of these crates.
pub(super) fn check() -> Result<()> {
    let arguments = CLIENT.iter().filter(|argument| !argument.starts_with("--profile"));
    let tree = Program::cargo()
        .arg("tree")
        .args(arguments)
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"])
        .text()?;
    let found = foreign(&tree);
    if found.is_empty() {
        return Ok(());
    }
    fail(format!(
        "the browser build holds {}. To see why: cargo tree {} --edges normal,no-proc-macro --invert {}",
        found.join(", "),
        CLIENT
            .iter()
            .filter(|argument| !argument.starts_with("--profile"))
            .copied()
            .collect::<Vec<_>>()
            .join(" "),
        found[0]
    ))
}

fn foreign(tree: &str) -> Vec<&str> {
    let mut found: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| FOREIGN.contains(name) || name.starts_with("sqlx-"))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_crate_in_the_tree_is_named_once() {
        let tree = "client v0.1.0\nislands v0.1.0\ntokio v1.54.0\nsqlx-core v0.9.0\ntokio v1.54.0 (*)\n";
        assert_eq!(foreign(tree), ["sqlx-core", "tokio"]);
        assert!(foreign("client v0.1.0\nleptos v0.8.23\nany_spawner v0.3.0\n").is_empty());
    }
}
