//! `vestibule check-config`.

use backend::config::Config;

use crate::say;

/// Says what the settings mean; they have been read, and so nothing is wrong with them.
pub fn run(config: &Config) {
    say::line(&format!("The settings are complete. Pages: {}", config.listen.public_origin()));
    match &config.entra {
        Some(entra) => {
            say::line(&format!("Authority: {} for tenant {}", entra.cloud.authority, entra.tenant));
        }
        None => say::line("Development: the emulator runs in the same process."),
    }
}
