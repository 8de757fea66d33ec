//! Node's packages: one folder with a lock file at a time.

use std::path::PathBuf;

use crate::assets::stamp::Stamp;
use crate::failure::{Failure, Outcome, said};
use crate::program::{Program, need};
use crate::root::at;
use crate::say;

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
    /// Installs what the lock file names, unless that was done before.
    pub fn ensure(self) -> Outcome<()> {
        let lock = self.lock();
        let stamp = Stamp::new(at(self.0).join("node_modules/.lock-installed"));
        let wanted = crate::assets::stamp::Digest::new().file(&lock)?.hex();
        if stamp.holds(&wanted) {
            return Ok(());
        }
        let npm = need(&["npm"], ADVICE)?;
        old_enough(&Program::new(need(&["node"], ADVICE)?).arg("--version").text()?)?;
        say::step(&format!("Installing the npm packages of {}/", self.0));
        Program::new(npm)
            .args(["ci", "--no-fund", "--no-audit"])
            .folder(at(self.0))
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .run()
            .map_err(|failure| match failure {
                Failure::Said(why) => {
                    Failure::Said(format!("{why}. Run by hand: npm ci --prefix {}", self.0))
                }
                other @ Failure::Interrupted => other,
            })?;
        stamp.set(&wanted)
    }

    /// A command that one of the packages brings.
    pub fn command(self, name: &str) -> Program {
        Program::new(at(self.0).join("node_modules/.bin").join(name)).folder(at(self.0))
    }

    /// The file that fixes the versions.
    pub fn lock(self) -> PathBuf {
        at(self.0).join("package-lock.json")
    }
}

/// Node itself, running a script of the project.
pub fn script(file: &str) -> Outcome<Program> {
    Ok(Program::new(need(&["node"], ADVICE)?).arg(at(file)))
}

fn old_enough(version: &str) -> Outcome<()> {
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => said(format!("Node {} is too old: {ADVICE}", version.trim())),
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
