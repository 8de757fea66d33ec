//! Installs what the machine must have.

pub mod chromium;
pub mod firefox;
pub mod npm;
pub mod python;
pub mod wasm_target;

use crate::console;
use crate::error::{Error, Result};
use crate::program::{Program, find};

/// Whether this program may install packages of the system.
fn may_install() -> bool {
    rustix::process::geteuid().is_root() && find(&["apt-get"], &[]).is_some()
}

/// Installs packages of the system, or fails with the command to run by hand.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    let by_hand = format!("sudo apt-get install --yes {}", packages.join(" "));
    if !may_install() {
        return Err(Error::Message(format!(
            "{what} is missing, and only root may install it here. Run: {by_hand}"
        )));
    }
    console::step(&format!("Installing {what} ({})", packages.join(" ")));
    let apt = || Program::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive");
    apt()
        .args(["update", "--quiet"])
        .run()
        .and_then(|()| {
            apt().args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(packages).run()
        })
        .map_err(|error| match error {
            Error::Interrupted => error,
            Error::Message(why) => {
                Error::Message(format!("{what} could not be installed ({why}). Run: {by_hand}"))
            }
        })
}
