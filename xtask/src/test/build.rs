//! What is compiled for the tests, and where it is.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::console;
use crate::error::{Context as _, Error, Result, fail};
use crate::program::Program;
use crate::root::{root, target};
use crate::server::Binaries;

/// The host's crates; the client is for the browser alone.
pub(super) const CRATES: [&str; 3] = ["--workspace", "--exclude", "client"];

/// The server as it is packaged, without the emulator. Compiled for the workspace, so that only the server is compiled again: nothing else
/// has default features.
const PACKAGED: [&str; 3] = ["--no-default-features", "--bin", "vestibule"];

/// One compiled build.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Build {
    /// For the stories.
    pub programs: Binaries,
    pub tests: Vec<Tests>,
}

/// A program full of tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tests {
    /// The crate's folder and what of the crate is tested.
    pub name: String,
    /// Where its crate is, and where cargo would run it.
    pub folder: PathBuf,
    pub program: PathBuf,
}

impl Build {
    /// Compiles the tests, and with them the programs for the stories: compiled separately the programs would get other features of shared
    /// dependencies, and those would be compiled twice.
    pub fn make() -> Result<Self> {
        console::step("Compiling the tests, the server and the emulator");
        let all = compiled(&[])?;
        console::step("Compiling the server as it is packaged, without the emulator");
        let packaged = compiled(&PACKAGED)?;
        let place = |name| program_in(&all, name).ok_or_else(|| missing(name));
        let programs = Binaries { server: place("vestibule")?, emulator: place("vestibule-emulator")? };
        let mut tests = tests_in(&all);
        tests.extend(tests_in(&packaged).into_iter().map(|tests| tests.named(" as it is packaged")));
        let build = Self { programs, tests };
        std::fs::write(record(), build.text()).could_not("write down what was built")?;
        Ok(build)
    }

    /// What the last build made.
    pub fn last() -> Result<Self> {
        let by_hand = "Run: cargo xtask test";
        let text = std::fs::read_to_string(record());
        let Some(build) = text.ok().and_then(|text| Self::read(&text)) else {
            return fail(format!("nothing is built yet. {by_hand}"));
        };
        let programs = [&build.programs.server, &build.programs.emulator];
        let all = programs.into_iter().chain(build.tests.iter().map(|tests| &tests.program));
        for program in all {
            if !program.is_file() {
                return fail(format!("{} is there no more. {by_hand}", program.display()));
            }
        }
        Ok(build)
    }

    fn text(&self) -> String {
        let tests = self.tests.iter().map(
            |Tests { name, folder, program }| json!({ "name": name, "folder": folder, "program": program }),
        );
        let Binaries { server, emulator } = &self.programs;
        json!({ "server": server, "emulator": emulator, "tests": tests.collect::<Vec<_>>() }).to_string()
    }

    fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let path = |value: &Value| value.as_str().map(PathBuf::from);
        let tests = value["tests"].as_array()?.iter().map(|tests| {
            let name = tests["name"].as_str()?.to_owned();
            Some(Tests { name, folder: path(&tests["folder"])?, program: path(&tests["program"])? })
        });
        let programs = Binaries { server: path(&value["server"])?, emulator: path(&value["emulator"])? };
        Some(Self { programs, tests: tests.collect::<Option<_>>()? })
    }
}

impl Tests {
    fn named(self, further: &str) -> Self {
        Self { name: self.name + further, ..self }
    }
}

fn record() -> PathBuf {
    target().join("built-tests.json")
}

fn missing(name: &str) -> Error {
    Error::Message(format!("cargo did not say where it built {name}"))
}

/// Compiles tests and runs none; what cargo says of each artifact.
fn compiled(what: &[&str]) -> Result<Vec<Value>> {
    let options = ["--no-run", "--message-format=json-render-diagnostics"];
    let messages = Program::cargo().arg("test").args(CRATES).args(what).args(options).text()?;
    Ok(artifacts(&messages))
}

fn artifacts(messages: &str) -> Vec<Value> {
    let all = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    all.filter(|message| message["executable"].is_string()).collect()
}

/// A program itself, not its unit tests.
fn program_in(artifacts: &[Value], name: &str) -> Option<PathBuf> {
    let is_program = |artifact: &&Value| {
        artifact["target"]["name"] == name
            && artifact["target"]["kind"][0] == "bin"
            && artifact["profile"]["test"] == false
    };
    artifacts.iter().find(is_program)?["executable"].as_str().map(PathBuf::from)
}

fn tests_in(artifacts: &[Value]) -> Vec<Tests> {
    artifacts.iter().filter(|artifact| artifact["profile"]["test"] == true).filter_map(tests).collect()
}

fn tests(artifact: &Value) -> Option<Tests> {
    let folder = Path::new(artifact["manifest_path"].as_str()?).parent()?;
    let (kind, name) = (artifact["target"]["kind"][0].as_str()?, artifact["target"]["name"].as_str()?);
    let within = folder.strip_prefix(root()).unwrap_or(folder).display();
    let name = if kind == "lib" { within.to_string() } else { format!("{within}, {kind} {name}") };
    Some(Tests { name, folder: folder.into(), program: artifact["executable"].as_str()?.into() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn message(kind: &str, name: &str, test: bool, file: Option<&str>) -> String {
        let manifest = root().join("server/Cargo.toml");
        json!({
            "reason": "compiler-artifact",
            "manifest_path": manifest,
            "target": { "name": name, "kind": [kind] },
            "profile": { "test": test },
            "executable": file,
        })
        .to_string()
    }

    #[test]
    fn programs_and_tests_are_found_among_the_messages_of_cargo() {
        let messages = [
            message("lib", "server", false, None),
            message("bin", "vestibule", true, Some("deps/vestibule-1")),
            "not json".to_owned(),
            message("bin", "vestibule", false, Some("debug/vestibule")),
            message("test", "it", true, Some("deps/it-1")),
            message("lib", "server", true, Some("deps/server-1")),
        ];
        let all = artifacts(&messages.join("\n"));
        assert_eq!(program_in(&all, "vestibule"), Some("debug/vestibule".into()));
        assert_eq!(program_in(&all, "vestibule-emulator"), None);
        let found: Vec<_> = tests_in(&all)
            .into_iter()
            .map(|tests| (tests.name, tests.program.display().to_string()))
            .collect();
        let expected = [
            ("server, bin vestibule", "deps/vestibule-1"),
            ("server, test it", "deps/it-1"),
            ("server", "deps/server-1"),
        ];
        assert_eq!(found, expected.map(|(name, program)| (name.to_owned(), program.to_owned())));
    }

    #[test]
    fn what_was_built_is_written_down_and_read_again() {
        let tests = Tests { name: "server, test it".to_owned(), folder: "/a".into(), program: "/b".into() };
        let programs = Binaries { server: "/c".into(), emulator: "/d".into() };
        let build = Build { programs, tests: vec![tests] };
        assert_eq!(Build::read(&build.text()), Some(build));
        assert_eq!(Build::read("{}"), None);
    }
}
