//! The browser stories, and the page weights that are measured in the browser too.

use crate::assets;
use crate::console;
use crate::error::Result;
use crate::machine::chromium;
use crate::machine::npm::BROWSER_TOOLS;
use crate::program::Program;
use crate::server::{self, Binaries};

/// Builds what is missing, then runs the stories, or those whose title matches.
pub fn run(story: Option<&str>, further: &[String]) -> Result<()> {
    types()?;
    let (_, binaries) = assets::build_beside(server::build_both)?;
    play(&binaries, story, further)
}

/// Runs the stories against built programs.
pub fn play(binaries: &Binaries, story: Option<&str>, further: &[String]) -> Result<()> {
    let playwright = playwright(binaries)?;
    console::step("Playing the browser stories");
    let chosen = story.map(|title| ["--grep", title]);
    playwright.args(chosen.into_iter().flatten()).args(further).run()
}

/// Checks the types of everything in `end2end`.
pub fn types() -> Result<()> {
    BROWSER_TOOLS.ensure()?;
    console::step("Checking the types of the stories");
    BROWSER_TOOLS.command("tsc").args(["--noEmit", "--project", "."]).run()
}

/// Measures the pages in the browser and compares them with their budgets.
pub fn weigh(binaries: &Binaries) -> Result<()> {
    let playwright = playwright(binaries)?;
    console::step("Weighing the pages");
    playwright.args(["--config", "weigh.config.ts"]).run()
}

/// Playwright with its browser and the programs to test.
pub fn playwright(binaries: &Binaries) -> Result<Program> {
    let browser = chromium::ensure()?;
    BROWSER_TOOLS.ensure()?;
    let playwright = BROWSER_TOOLS.command("playwright").arg("test").env("CHROMIUM", browser);
    Ok(playwright.env("VESTIBULE_BIN", &binaries.server).env("VESTIBULE_EMULATOR_BIN", &binaries.emulator))
}
