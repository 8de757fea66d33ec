//! The programs in their development profile: built, and Vestibule started in the foreground.

use std::path::PathBuf;

use crate::assets;
use crate::console;
use crate::error::{Error, Result, fail};
use crate::program::{Program, Running};
use crate::root::target;

/// Builds assets and server in parallel, then runs the server until it ends or is interrupted.
pub fn run() -> Result<()> {
    let (_, binary) = assets::build_beside(build)?;
    match start(&binary)?.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => fail(format!("vestibule ended: {status}")),
        // Ctrl-C is the regular way to end it.
        Err(Error::Interrupted) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The programs of one build.
#[derive(Debug, PartialEq, Eq)]
pub struct Binaries {
    /// `vestibule`.
    pub server: PathBuf,
    /// `vestibule-emulator`.
    pub emulator: PathBuf,
}

/// Compiles both programs. In this profile the server reads the site at run time, so both can be built in parallel.
pub fn build_both() -> Result<Binaries> {
    console::step("Compiling the server and the emulator");
    Program::cargo().args(["build", "--package", "server", "--package", "emulator"]).run()?;
    let folder = target().join("debug");
    Ok(Binaries { server: folder.join("vestibule"), emulator: folder.join("vestibule-emulator") })
}

/// Compiles the server, with the emulator inside. In this profile it reads the site at run time, so both can be built in parallel.
pub fn build() -> Result<PathBuf> {
    console::step("Compiling the server");
    Program::cargo().args(["build", "--package", "server"]).run()?;
    Ok(target().join("debug/vestibule"))
}

/// Starts it in the foreground; it prints its addresses and who can sign in.
pub fn start(binary: &PathBuf) -> Result<Running> {
    console::step("Starting Vestibule (Ctrl-C ends it)");
    Program::new(binary).arg("serve").start()
}
