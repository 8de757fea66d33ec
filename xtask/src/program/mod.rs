//! Other programs: starts them, waits for them, stops them with their children.

mod in_parallel;
pub mod interrupt;
mod running;

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub use in_parallel::in_parallel;
pub use running::Running;

use crate::console;
use crate::error::{Context as _, Error, Result, fail};
use crate::root::root;

/// A program about to be started, at the project's root unless told otherwise.
///
/// It gets a process group of its own, so that stopping it also stops its children.
pub struct Program {
    command: Command,
    name: String,
}

impl Program {
    /// A program by its name or path.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program.as_ref());
        command.current_dir(root()).stdin(Stdio::null()).process_group(0);
        let name = Path::new(program.as_ref()).file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { command, name }
    }

    /// Cargo, without the variables that `cargo run` sets for this program: build scripts would see them change.
    pub fn cargo() -> Self {
        let mut program = Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (key, _) in std::env::vars_os() {
            let name = key.to_string_lossy();
            if name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || name == "CARGO_BIN_NAME"
            {
                program.command.env_remove(&key);
            }
        }
        program.name = "cargo".into();
        program
    }

    /// Appends one argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Appends arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs in this folder.
    pub fn folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs as this user; needs root.
    pub fn user(mut self, uid: u32, gid: u32) -> Self {
        self.command.uid(uid).gid(gid);
        self
    }

    /// Sends standard output and standard error into a file.
    pub fn log(mut self, file: &Path) -> Result<Self> {
        let out = std::fs::File::create(file).could_not(format_args!("write {}", file.display()))?;
        let err = out.try_clone().could_not("share a log file")?;
        self.command.stdout(out).stderr(err);
        Ok(self)
    }

    /// Starts it and leaves it running.
    pub fn start(mut self) -> Result<Running> {
        let child = self.command.spawn().could_not(format_args!("start {}", self.name))?;
        Ok(Running::new(child, self.name))
    }

    /// Runs it to its end with its output shown; anything but success is an error with the command.
    pub fn run(self) -> Result<()> {
        let shown = self.shown();
        if self.start()?.wait()?.success() { Ok(()) } else { fail(format!("failed: {shown}")) }
    }

    /// Runs it to its end and returns its standard output.
    pub fn text(mut self) -> Result<String> {
        let shown = self.shown();
        self.command.stdout(Stdio::piped());
        let (status, text) = self.start()?.wait_with_output()?;
        if status.success() { Ok(text) } else { fail(format!("failed: {shown}")) }
    }

    /// The command as a person would type it.
    fn shown(&self) -> String {
        let arguments = self.command.get_args().map(OsStr::to_string_lossy);
        std::iter::once(self.name.as_str().into()).chain(arguments).collect::<Vec<_>>().join(" ")
    }
}

/// Warns about flags of the user, because cargo reads compiler flags from one place only: a variable replaces those of the project.
pub fn warn_of_flags() {
    for name in ["CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS"] {
        if let Ok(flags) = std::env::var(name)
            && !flags.contains("erase_components")
        {
            console::note(&format!(
                "{name} is set and replaces the project's own flags: without `--cfg erase_components` builds take far longer. Unset it, or add that."
            ));
        }
    }
}

/// The first of these names that is on the search path, or in one of the further folders.
pub fn find(names: &[&str], further: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(further.iter().cloned()).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// As [`find`], failing with a sentence that says what to do.
pub fn require(names: &[&str], advice: &str) -> Result<PathBuf> {
    find(names, &[]).ok_or_else(|| Error::Message(format!("{} is missing: {advice}", names[0])))
}

#[cfg(test)]
mod tests;
