//! What the project depends on: licences, sources, bans and duplicates (cargo-deny), and what nothing uses (cargo-shear).

use crate::failure::Outcome;
use crate::machine::python;
use crate::program::Program;
use crate::say;

/// Both checks, where their tools can be had.
pub(super) fn check() -> Outcome<()> {
    let Some(tools) = python::tools("the check of the dependencies")? else { return Ok(()) };
    say::step("Checking licences, sources and duplicates (cargo-deny)");
    Program::new(tools.join("cargo-deny"))
        // A line of `deny.toml` that excuses nothing goes.
        .args(["--workspace", "--locked", "check", "--deny", "unmatched-skip", "licenses", "bans", "sources"])
        .run()?;
    say::step("Looking for dependencies that nothing uses (cargo-shear)");
    Program::new(tools.join("cargo-shear")).arg("--locked").run()
}
