//! `vestibule check-config`.

use backend::config::Config;

use super::Failure;
use crate::say;

/// Says what the settings mean, or everything that is wrong with them.
pub fn run(config: &Config) -> Result<(), Failure> {
    say::line(&format!("The settings are complete. Pages: {}", config.listen.public_origin()));
    match &config.entra {
        Some(entra) => {
            say::line(&format!("Authority: {} for tenant {}", entra.cloud.authority, entra.tenant));
        }
        None => say::line("Development: the emulator runs in the same process."),
    }
    Ok(())
}
