//! Self-contained binaries: Vestibule without the emulator, and the emulator by itself.

use crate::assets;
use crate::console::{self, kilobytes};
use crate::error::{Context as _, Result};
use crate::program::Program;
use crate::root::target;

/// One invocation for both, so that cargo gives the dependencies they share one set of features and compiles each once.
/// `--no-default-features` takes the emulator out of the server and means nothing to the emulator, which has no features:
/// what the two add to each other are features of shared dependencies, never code of the emulator in the server.
/// `--locked`: what is shipped has exactly the dependencies of the lock file.
const BUILD: [&str; 9] = [
    "build",
    "--locked",
    "--package",
    "server",
    "--package",
    "emulator",
    "--no-default-features",
    "--profile",
    "dist",
];

/// Assets, then both programs with link-time optimisation, the assets inside the server.
pub fn run() -> Result<()> {
    assets::build()?;
    console::step("Compiling for distribution (with link-time optimisation: this takes a while)");
    Program::cargo().args(BUILD).run()?;
    for name in ["vestibule", "vestibule-emulator"] {
        // Cargo names the folder after the profile.
        let binary = target().join("dist").join(name);
        let bytes = binary.metadata().could_not(format_args!("find {}", binary.display()))?.len();
        console::step(&format!(
            "target/dist/{name}: {}",
            kilobytes(usize::try_from(bytes).unwrap_or(usize::MAX))
        ));
    }
    Ok(())
}
