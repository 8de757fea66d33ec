//! npm packages: one folder with a lock file at a time.

use std::path::PathBuf;

use crate::assets::stamp::Stamp;
use crate::console;
use crate::error::{Error, Result, fail};
use crate::program::{Program, require};
use crate::root::at;

const OLDEST_NODE: u32 = 20;
const ADVICE: &str =
    "install Node.js 20 or newer, with npm (a package of the system, or from the Node.js site)";

/// A folder of the project that holds a `package.json` and its lock file.
#[derive(Clone, Copy)]
pub struct Packages(&'static str);

/// The tools that build the web assets.
pub const WEB_TOOLS: Packages = Packages("xtask");
/// The tools that drive the browser.
pub const BROWSER_TOOLS: Packages = Packages("end2end");

impl Packages {
    /// Installs the packages of the lock file, unless they are installed.
    pub fn ensure(self) -> Result<()> {
        let lock = self.lock();
        let stamp = Stamp::new(at(self.0).join("node_modules/.lock-installed"));
        let wanted = crate::assets::stamp::Digest::new().file(&lock)?.hex();
        if stamp.holds(&wanted) {
            return Ok(());
        }
        let npm = require(&["npm"], ADVICE)?;
        old_enough(&Program::new(require(&["node"], ADVICE)?).arg("--version").text()?)?;
        console::step(&format!("Installing the npm packages of {}/", self.0));
        Program::new(npm)
            .args(["ci", "--no-fund", "--no-audit"])
            .folder(at(self.0))
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .run()
            .map_err(|error| match error {
                Error::Message(why) => {
                    Error::Message(format!("{why}. Run by hand: npm ci --prefix {}", self.0))
                }
                other @ Error::Interrupted => other,
            })?;
        stamp.set(&wanted)
    }

    /// A command of one of the packages.
    pub fn command(self, name: &str) -> Program {
        Program::new(at(self.0).join("node_modules/.bin").join(name)).folder(at(self.0))
    }

    /// The file that pins the versions.
    pub fn lock(self) -> PathBuf {
        at(self.0).join("package-lock.json")
    }
}

/// Node with a script of the project.
pub fn script(file: &str) -> Result<Program> {
    Ok(Program::new(require(&["node"], ADVICE)?).arg(at(file)))
}

fn old_enough(version: &str) -> Result<()> {
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => fail(format!("Node {} is too old: {ADVICE}", version.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_20_is_the_floor() {
        assert!(old_enough("v20.0.0\n").is_ok());
        assert!(old_enough("v24.1.0\n").is_ok());
        assert!(old_enough("v18.20.4\n").is_err());
        assert!(old_enough("nonsense").is_err());
    }
}
