//! The programs in their development profile: built, and Vestibule started in the foreground.

use std::path::PathBuf;

use crate::assets;
use crate::failure::{Failure, Outcome, said};
use crate::program::{Program, Running};
use crate::root::target;
use crate::say;

/// Assets and server at once, and then the server itself until it ends or somebody interrupts it.
pub fn run() -> Outcome<()> {
    let (_, binary) = assets::build_beside(build)?;
    match start(&binary)?.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => said(format!("vestibule ended: {status}")),
        // Ctrl-C is how one ends it.
        Err(Failure::Interrupted) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// The programs of one build.
pub struct Binaries {
    /// `vestibule`.
    pub server: PathBuf,
    /// `vestibule-emulator`.
    pub emulator: PathBuf,
}

/// Compiles both programs. In this profile the server reads the site when it runs, so that may be made meanwhile.
pub fn build_both() -> Outcome<Binaries> {
    say::step("Compiling the server and the emulator");
    Program::cargo().args(["build", "--package", "server", "--package", "emulator"]).run()?;
    let folder = target().join("debug");
    Ok(Binaries { server: folder.join("vestibule"), emulator: folder.join("vestibule-emulator") })
}

/// Compiles the server, with the emulator inside. In this profile it reads the site when it runs, so that may be made meanwhile.
pub fn build() -> Outcome<PathBuf> {
    say::step("Compiling the server");
    Program::cargo().args(["build", "--package", "server"]).run()?;
    Ok(target().join("debug/vestibule"))
}

/// Starts it in the foreground; it prints its addresses and who can sign in.
pub fn start(binary: &PathBuf) -> Outcome<Running> {
    say::step("Starting Vestibule (Ctrl-C ends it)");
    Program::new(binary).arg("serve").start()
}
