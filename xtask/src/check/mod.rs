//! Format, lints, dependencies, and the project's own rules.

mod browser_tree;
mod dependencies;

use crate::assets::CLIENT;
use crate::error::Result;
use crate::lint;
use crate::machine::wasm_target;
use crate::program::Program;
use crate::{console, stories};

/// Runs all checks, the quick ones first.
pub fn run() -> Result<()> {
    console::step("Checking the format");
    Program::cargo().args(["fmt", "--all", "--check"]).run()?;
    console::step("Checking the project's rules");
    lint::run()?;
    dependencies::check()?;
    wasm_target::ensure()?;
    console::step("Checking what goes to the browser");
    browser_tree::check()?;
    stories::types()?;
    console::step("Linting (clippy)");
    clippy(&["--workspace", "--all-targets"])?;
    console::step("Linting the server as it is packaged, without the emulator (clippy)");
    // Of the whole workspace, where only the server has default features: its dependencies keep theirs and are not compiled again.
    clippy(&["--workspace", "--all-targets", "--no-default-features"])?;
    console::step("Linting the browser's half (clippy)");
    // In the profile of the browser build: the macros compiled for one serve the other.
    clippy(&CLIENT)
}

fn clippy(what: &[&str]) -> Result<()> {
    Program::cargo().arg("clippy").args(what).args(["--", "--deny", "warnings"]).run()
}
