//! What the project depends on: licences, sources, bans and duplicates (cargo-deny), and what nothing uses (cargo-shear).

use crate::console;
use crate::error::Result;
use crate::machine::python;
use crate::program::Program;

/// Runs both checks, if their tools can be installed.
pub(super) fn check() -> Result<()> {
    let Some(tools) = python::tools("the check of the dependencies")? else { return Ok(()) };
    console::step("Checking licences, sources and duplicates (cargo-deny)");
    Program::new(tools.join("cargo-deny"))
        // An exception in `deny.toml` that matches nothing is an error.
        .args(["--workspace", "--locked", "check", "--deny", "unmatched-skip", "licenses", "bans", "sources"])
        .run()?;
    console::step("Looking for dependencies that nothing uses (cargo-shear)");
    Program::new(tools.join("cargo-shear")).arg("--locked").run()
}
