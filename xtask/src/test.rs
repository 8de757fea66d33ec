//! Runs every check; everything is built once.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::assets;
use crate::console::{self, Parts};
use crate::error::{Error, Result};
use crate::postgres::{self, Cluster};
use crate::program::Program;
use crate::server::{self, Binaries};
use crate::{check, foreign, sizes, stories};

/// The host's crates; the client is for the browser alone.
const CRATES: [&str; 3] = ["--workspace", "--exclude", "client"];

/// A part with its name.
type Try<'a> = (&'static str, Box<dyn FnOnce() -> Result<()> + 'a>);

/// Runs all parts in order, then prints their durations. A failed build ends the run; the tests after it go on after a
/// failure, so that one run shows everything to fix.
pub fn run() -> Result<()> {
    let mut parts = Parts::default();
    let outcome = all(&mut parts);
    println!("{}", parts.summary());
    outcome
}

fn all(parts: &mut Parts) -> Result<()> {
    parts.part("check", check::run)?;
    let (site, binaries) = parts.part("compile", || assets::build_beside(compile))?;
    let tries: [Try; 5] = [
        ("tests", Box::new(tests)),
        ("packaged", Box::new(packaged)),
        ("foreign", Box::new(|| foreign::play(&binaries))),
        ("stories", Box::new(|| stories::play(&binaries, None, &[]))),
        ("sizes", Box::new(|| sizes::show(&site, &binaries))),
    ];
    each(parts, tries)
}

/// Runs every part; returns the first error. Only an interrupt skips the remaining parts.
fn each<'a>(parts: &mut Parts, tries: impl IntoIterator<Item = Try<'a>>) -> Result<()> {
    let mut verdict = Ok(());
    for (name, work) in tries {
        match parts.part(name, work) {
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            outcome => verdict = verdict.and(outcome),
        }
    }
    verdict
}

/// Compiles the tests, and with them the programs for the stories: compiled separately the programs would get
/// other features of shared dependencies, and those would be compiled twice.
fn compile() -> Result<Binaries> {
    console::step("Compiling the tests, the server and the emulator");
    let messages = Program::cargo()
        .arg("test")
        .args(CRATES)
        .args(["--no-run", "--message-format=json-render-diagnostics"])
        .text()?;
    match (program_in(&messages, "vestibule"), program_in(&messages, "vestibule-emulator")) {
        (Some(server), Some(emulator)) => Ok(Binaries { server, emulator }),
        _ => server::build_both(),
    }
}

fn tests() -> Result<()> {
    let cluster = Cluster::start()?;
    console::step("Testing on SQLite and PostgreSQL");
    Program::cargo()
        .arg("test")
        .args(CRATES)
        .arg("--no-fail-fast")
        .env(postgres::VARIABLE, cluster.url())
        // A snapshot that differs, or that nobody has recorded, fails and leaves no file beside it.
        .env("INSTA_UPDATE", "no")
        .run()
        .map_err(|error| match error {
            Error::Message(_) => Error::Message("tests failed, see above".into()),
            other @ Error::Interrupted => other,
        })
}

/// The tests of the server as it is packaged. Run for the workspace, so that only the server is compiled again: nothing else has
/// default features.
fn packaged() -> Result<()> {
    console::step("Testing the server as it is packaged, without the emulator");
    Program::cargo().arg("test").args(CRATES).args(["--no-default-features", "--bin", "vestibule"]).run()
}

/// A program among cargo's messages: the executable itself, not its unit tests.
fn program_in(messages: &str, name: &str) -> Option<PathBuf> {
    messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|message| {
        let is_program = message["target"]["name"] == name
            && message["target"]["kind"][0] == "bin"
            && message["profile"]["test"] == false;
        is_program.then(|| message["executable"].as_str().map(|file| Path::new(file).to_path_buf()))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_leaves_the_others_their_turn_and_an_interruption_does_not() {
        let verdict = |first: Error| {
            let (done, mut parts) = (std::cell::Cell::new(false), Parts::default());
            let second: Box<dyn FnOnce() -> Result<()>> = Box::new(|| {
                done.set(true);
                Ok(())
            });
            let outcome =
                each(&mut parts, [("first", Box::new(|| Err(first)) as Box<_>), ("second", second)]);
            (outcome.err().map(|error| error.to_string()), done.get())
        };
        assert_eq!(verdict(Error::Message("no".into())), (Some("no".to_owned()), true));
        assert_eq!(verdict(Error::Interrupted), (Some("interrupted".to_owned()), false));
    }

    #[test]
    fn each_program_is_found_among_the_messages_of_cargo() {
        let message = |name: &str, test: bool, file: &str| {
            serde_json::json!({
                "reason": "compiler-artifact",
                "target": { "name": name, "kind": ["bin"] },
                "profile": { "test": test },
                "executable": file,
            })
            .to_string()
        };
        let unit = message("vestibule", true, "deps/vestibule-1");
        let server = message("vestibule", false, "debug/vestibule");
        let emulator = message("vestibule-emulator", false, "debug/vestibule-emulator");
        let all = format!("{unit}\nnot json\n{emulator}\n{server}\n");
        assert_eq!(program_in(&all, "vestibule"), Some("debug/vestibule".into()));
        assert_eq!(program_in(&all, "vestibule-emulator"), Some("debug/vestibule-emulator".into()));
        assert_eq!(program_in(&unit, "vestibule"), None);
    }
}
