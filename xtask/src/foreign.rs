//! Third-party clients against the emulator over TLS, and the application against a third-party authority.

use crate::assets;
use crate::console;
use crate::error::Result;
use crate::server::{self, Binaries};
use crate::stories;

/// Builds what is missing, then runs them.
pub fn run() -> Result<()> {
    stories::types()?;
    let (_, binaries) = assets::build_beside(server::build_both)?;
    play(&binaries)
}

/// Runs them against programs that are built already.
pub fn play(binaries: &Binaries) -> Result<()> {
    let playwright = stories::playwright(binaries)?;
    console::step("Letting other programs use the emulator");
    stories::alone(playwright.args(["--config", "foreign.config.ts"]), "foreign")
}
