//! Tools that come as Python packages, in an environment of their own below `target`.

use std::path::PathBuf;

use crate::assets::stamp::{Digest, Stamp};
use crate::failure::{Failure, Outcome, While as _};
use crate::program::{Program, find};
use crate::root::{at, target};
use crate::say;

/// The file that fixes the versions.
const WANTED: &str = "xtask/requirements.txt";

/// The folder with the tools, installed now if they are not there. None where that cannot be done: then it was said what is left
/// out and how to do it by hand. Where `CI` is set, nothing is left out because of a failed installation.
pub fn tools(left_out: &str) -> Outcome<Option<PathBuf>> {
    let folder = target().join("python");
    let by_hand = format!(
        "python3 -m venv {0} && {0}/bin/pip install --requirement {WANTED}",
        folder.strip_prefix(at("")).unwrap_or(&folder).display()
    );
    let Some(python) = find(&["python3"], &[]) else {
        say::note(&format!(
            "Python 3 is missing: {left_out} is left out. By hand, once it is there: {by_hand}"
        ));
        return Ok(None);
    };
    match install(&python, &folder) {
        Ok(()) => Ok(Some(folder.join("bin"))),
        Err(Failure::Said(why)) if std::env::var_os("CI").is_none() => {
            say::note(&format!("{why}: {left_out} is left out. By hand: {by_hand}"));
            Ok(None)
        }
        Err(Failure::Said(why)) => Err(Failure::Said(format!("{why}. Run by hand: {by_hand}"))),
        Err(Failure::Interrupted) => Err(Failure::Interrupted),
    }
}

/// Installs what the file names, unless that was done before.
fn install(python: &PathBuf, folder: &PathBuf) -> Outcome<()> {
    let stamp = Stamp::new(folder.join(".installed"));
    let wanted = Digest::new().file(&at(WANTED))?.hex();
    if stamp.holds(&wanted) {
        return Ok(());
    }
    say::step("Installing the tools that check the dependencies");
    if folder.exists() {
        std::fs::remove_dir_all(folder).could_not("remove the tools of an earlier version")?;
    }
    Program::new(python).args(["-m", "venv"]).arg(folder).run()?;
    Program::new(folder.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(["--only-binary=:all:", "--require-hashes"])
        .arg("--requirement")
        .arg(at(WANTED))
        .run()?;
    stamp.set(&wanted)
}
