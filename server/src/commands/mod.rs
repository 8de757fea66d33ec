//! The commands.

pub mod audit;
pub mod check_config;
pub mod doctor;
#[cfg(feature = "emulator")]
pub mod emulator;
pub mod migrate;
pub mod serve;

use std::error::Error;

/// Why a command ends without success, for a person to read.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The settings of this process.
pub fn config() -> Result<backend::config::Config, backend::config::ConfigError> {
    backend::config::Config::read(|name| std::env::var(name).ok())
}
