//! Programs of others against the emulator over TLS, and the application against an authority of others.

use std::path::Path;

use crate::assets;
use crate::failure::Outcome;
use crate::say;
use crate::server;
use crate::stories;

/// Builds what is missing, then runs them.
pub fn run() -> Outcome<()> {
    stories::types()?;
    let (_, binary) = assets::build_beside(server::build)?;
    play(&binary)
}

/// Runs them against a server that is built already. It serves as the emulator too, in a process of its own.
pub fn play(binary: &Path) -> Outcome<()> {
    let playwright = stories::playwright(binary)?;
    say::step("Letting other programs use the emulator");
    playwright.args(["--config", "foreign.config.ts"]).run()
}
