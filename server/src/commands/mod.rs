//! The commands.

pub mod audit;
pub mod check_config;
pub mod doctor;
#[cfg(feature = "emulator")]
pub mod emulator;
pub mod migrate;
pub mod serve;

use std::error::Error;
use std::path::Path;

use backend::config::{Config, SettingsFile};

/// Why a command ends without success, for a person to read.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The settings of this process: from the environment, and from a file for what the environment leaves out.
pub fn config(file: Option<&Path>) -> Result<Config, Failure> {
    let file = file.filter(|path| !path.as_os_str().is_empty());
    let file = file.map(SettingsFile::read).transpose()?.unwrap_or_default();
    Ok(Config::read(|name| file.value(name, std::env::var(name).ok()))?)
}
