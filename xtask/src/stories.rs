//! The browser stories, and the page weights that are measured in the browser too.

use crate::assets;
use crate::failure::Outcome;
use crate::machine::chromium;
use crate::machine::npm::BROWSER_TOOLS;
use crate::program::Program;
use crate::say;
use crate::server::{self, Binaries};

/// Builds what is missing, then plays the stories, or those whose title matches.
pub fn run(story: Option<&str>, further: &[String]) -> Outcome<()> {
    types()?;
    let (_, binaries) = assets::build_beside(server::build_both)?;
    play(&binaries, story, further)
}

/// Plays the stories against programs that are built already.
pub fn play(binaries: &Binaries, story: Option<&str>, further: &[String]) -> Outcome<()> {
    let playwright = playwright(binaries)?;
    say::step("Playing the browser stories");
    let chosen = story.map(|title| ["--grep", title]);
    playwright.args(chosen.into_iter().flatten()).args(further).run()
}

/// Checks the types of everything in `end2end`.
pub fn types() -> Outcome<()> {
    BROWSER_TOOLS.ensure()?;
    say::step("Checking the types of the stories");
    BROWSER_TOOLS.command("tsc").args(["--noEmit", "--project", "."]).run()
}

/// Measures the pages in the browser and holds them against their budgets.
pub fn weigh(binaries: &Binaries) -> Outcome<()> {
    let playwright = playwright(binaries)?;
    say::step("Weighing the pages");
    playwright.args(["--config", "weigh.config.ts"]).run()
}

/// Playwright with its browser, told which programs to use.
pub fn playwright(binaries: &Binaries) -> Outcome<Program> {
    let browser = chromium::ensure()?;
    BROWSER_TOOLS.ensure()?;
    let playwright = BROWSER_TOOLS.command("playwright").arg("test").env("CHROMIUM", browser);
    Ok(playwright.env("VESTIBULE_BIN", &binaries.server).env("VESTIBULE_EMULATOR_BIN", &binaries.emulator))
}
