//! Checks the dependencies between our crates against the table of the design.

use serde_json::Value;

use super::Finding;
use crate::error::{Error, Result};
use crate::program::Program;

/// Each of our crates, with those of ours that it may depend on.
const ALLOWED: [(&str, &[&str]); 14] = [
    ("client", &["islands"]),
    ("app", &["contract", "islands", "words"]),
    ("islands", &["contract"]),
    ("contract", &[]),
    ("words", &["contract"]),
    ("server", &["app", "contract", "words", "backend", "emulator"]),
    ("backend", &["contract", "words", "storage", "graph"]),
    ("storage", &["contract"]),
    ("graph", &[]),
    ("emulator", &["world"]),
    ("world", &[]),
    ("testing", &["contract", "emulator", "storage"]),
    ("bench", &[]),
    ("xtask", &[]),
];

/// What the tests of every crate may use.
const OF_TESTS: [&str; 2] = ["emulator", "testing"];

/// The crates that render do not depend on the libraries of the server.
const DRAWING: [&str; 4] = ["app", "islands", "contract", "words"];
const MACHINERY: [&str; 4] = ["sqlx", "reqwest", "tokio", "axum"];

const BROWSER: &str = "cfg(target_arch = \"wasm32\")";

/// Reads the manifests and reports each dependency that is not allowed.
pub(super) fn check() -> Result<Vec<Finding>> {
    let metadata = Program::cargo().args(["metadata", "--no-deps", "--format-version", "1"]).text()?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Error::Message(format!("could not read the manifests: {error}")))?;
    Ok(breaches(&metadata))
}

fn breaches(metadata: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in list(&metadata["packages"]) {
        let name = text(&package["name"]);
        let Some((_, allowed)) = ALLOWED.iter().find(|(krate, _)| *krate == name) else {
            findings.push(Finding::new(name, "this crate is not in the table of crates"));
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            findings.extend(
                breach(name, allowed, dependency).map(|what| Finding::new(format!("crate {name}"), what)),
            );
        }
    }
    findings
}

fn breach(name: &str, allowed: &[&str], dependency: &Value) -> Option<String> {
    let other = text(&dependency["name"]);
    let ours = ALLOWED.iter().any(|(krate, _)| *krate == other);
    if text(&dependency["kind"]) == "dev" {
        let fits = !ours || allowed.contains(&other) || OF_TESTS.contains(&other) || other == name;
        return (!fits).then(|| format!("its tests may not depend on {other}"));
    }
    if ours && !allowed.contains(&other) {
        return Some(format!("may not depend on {other}"));
    }
    if DRAWING.contains(&name) && MACHINERY.contains(&other) {
        return Some(format!("may not depend on {other}: it draws, the server works"));
    }
    if name == "client" && text(&dependency["target"]) != BROWSER {
        return Some(format!("{other} must be a dependency for wasm32 only"));
    }
    if name == "server" && other == "emulator" && dependency["optional"] != true {
        return Some("the emulator must be an optional dependency".into());
    }
    None
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(name: &str, dependency: &Value) -> Vec<String> {
        let metadata = json!({ "packages": [{ "name": name, "dependencies": [dependency] }] });
        breaches(&metadata).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn what_the_table_allows_passes() {
        assert!(found("app", &json!({ "name": "contract", "kind": null })).is_empty());
        assert!(found("backend", &json!({ "name": "sqlx", "kind": null })).is_empty());
        assert!(found("graph", &json!({ "name": "emulator", "kind": "dev" })).is_empty());
        assert!(found("storage", &json!({ "name": "testing", "kind": "dev" })).is_empty());
        assert!(found("client", &json!({ "name": "leptos", "kind": null, "target": BROWSER })).is_empty());
    }

    #[test]
    fn each_dependency_that_is_not_allowed_is_found() {
        let cases = [
            ("app", json!({ "name": "storage", "kind": null }), "may not depend on storage"),
            ("server", json!({ "name": "testing", "kind": null }), "may not depend on testing"),
            ("words", json!({ "name": "app", "kind": "build" }), "may not depend on app"),
            (
                "app",
                json!({ "name": "sqlx", "kind": null }),
                "may not depend on sqlx: it draws, the server works",
            ),
            ("graph", json!({ "name": "backend", "kind": "dev" }), "its tests may not depend on backend"),
            (
                "client",
                json!({ "name": "leptos", "kind": null }),
                "leptos must be a dependency for wasm32 only",
            ),
            (
                "server",
                json!({ "name": "emulator", "kind": null }),
                "the emulator must be an optional dependency",
            ),
            (
                "stranger",
                json!({ "name": "serde", "kind": null }),
                "this crate is not in the table of crates",
            ),
        ];
        for (name, dependency, what) in cases {
            assert_eq!(found(name, &dependency), [what]);
        }
    }
}
