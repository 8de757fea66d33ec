//! One self-contained binary.

use crate::assets;
use crate::failure::{Outcome, While as _};
use crate::program::Program;
use crate::root::target;
use crate::say::{self, kilobytes};

/// Assets, then the server with link-time optimisation and the assets inside.
pub fn run() -> Outcome<()> {
    assets::build()?;
    say::step("Compiling the server for distribution (with link-time optimisation: this takes a while)");
    Program::cargo().args(["build", "--package", "server", "--profile", "dist"]).run()?;
    // Cargo names the folder after the profile.
    let binary = target().join("dist/vestibule");
    let bytes = binary.metadata().could_not(format_args!("find {}", binary.display()))?.len();
    say::step(&format!("target/dist/vestibule: {}", kilobytes(usize::try_from(bytes).unwrap_or(usize::MAX))));
    Ok(())
}
