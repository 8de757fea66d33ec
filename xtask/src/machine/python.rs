//! Tools from Python packages, in a virtual environment below `target`.

use std::path::PathBuf;

use crate::assets::stamp::{Digest, Stamp};
use crate::console;
use crate::error::{Context as _, Error, Result};
use crate::program::{Program, find};
use crate::root::{at, target};

/// The file that pins the versions.
const WANTED: &str = "xtask/requirements.txt";

/// The folder with the tools, which are installed if missing. `None` if that is impossible: a note then says what is left
/// out and how to do it by hand. Where `CI` is set, a failed installation is an error.
pub fn tools(left_out: &str) -> Result<Option<PathBuf>> {
    let folder = target().join("python");
    let by_hand = format!(
        "python3 -m venv {0} && {0}/bin/pip install --requirement {WANTED}",
        folder.strip_prefix(at("")).unwrap_or(&folder).display()
    );
    let Some(python) = find(&["python3"], &[]) else {
        console::note(&format!(
            "Python 3 is missing: {left_out} is left out. By hand, once it is there: {by_hand}"
        ));
        return Ok(None);
    };
    match install(&python, &folder) {
        Ok(()) => Ok(Some(folder.join("bin"))),
        Err(Error::Message(why)) if std::env::var_os("CI").is_none() => {
            console::note(&format!("{why}: {left_out} is left out. By hand: {by_hand}"));
            Ok(None)
        }
        Err(Error::Message(why)) => Err(Error::Message(format!("{why}. Run by hand: {by_hand}"))),
        Err(Error::Interrupted) => Err(Error::Interrupted),
    }
}

/// Installs the packages of the file, unless they are installed.
fn install(python: &PathBuf, folder: &PathBuf) -> Result<()> {
    let stamp = Stamp::new(folder.join(".installed"));
    let wanted = Digest::new().file(&at(WANTED))?.hex();
    if stamp.holds(&wanted) {
        return Ok(());
    }
    console::step("Installing the tools that check the dependencies");
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
