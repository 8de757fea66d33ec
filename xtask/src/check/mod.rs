//! Format, lints, dependencies, and the rules of the house.

mod browser_tree;
mod dependencies;

use crate::assets::CLIENT;
use crate::failure::Outcome;
use crate::lint;
use crate::machine::wasm_target;
use crate::program::Program;
use crate::{say, stories};

/// All of it, the quick parts first.
pub fn run() -> Outcome<()> {
    say::step("Checking the format");
    Program::cargo().args(["fmt", "--all", "--check"]).run()?;
    say::step("Checking the rules of the house");
    lint::run()?;
    dependencies::check()?;
    wasm_target::ensure()?;
    say::step("Checking what goes to the browser");
    browser_tree::check()?;
    stories::types()?;
    say::step("Linting (clippy)");
    clippy(&["--workspace", "--all-targets"])?;
    say::step("Linting the server as it is packaged, without the emulator (clippy)");
    // Of the whole workspace, where only the server has default features: its dependencies keep theirs and are not compiled again.
    clippy(&["--workspace", "--all-targets", "--no-default-features"])?;
    say::step("Linting the browser's half (clippy)");
    // In the profile of the browser build: the macros compiled for one serve the other.
    clippy(&CLIENT)
}

fn clippy(what: &[&str]) -> Outcome<()> {
    Program::cargo().arg("clippy").args(what).args(["--", "--deny", "warnings"]).run()
}
