//! Programs of others against the emulator over TLS, and the application against an authority of others.

use crate::assets;
use crate::failure::Outcome;
use crate::say;
use crate::server::{self, Binaries};
use crate::stories;

/// Builds what is missing, then runs them.
pub fn run() -> Outcome<()> {
    stories::types()?;
    let (_, binaries) = assets::build_beside(server::build_both)?;
    play(&binaries)
}

/// Runs them against programs that are built already.
pub fn play(binaries: &Binaries) -> Outcome<()> {
    let playwright = stories::playwright(binaries)?;
    say::step("Letting other programs use the emulator");
    playwright.args(["--config", "foreign.config.ts"]).run()
}
