//! `vestibule check-config`.

use backend::config::Config;

use crate::console;

/// Prints a summary of the settings, which are valid because they were parsed.
pub fn run(config: &Config) {
    console::line(&format!("The settings are complete. Pages: {}", config.listen.public_origin()));
    for advice in config.advice() {
        console::line(&format!("Advice: {advice}"));
    }
    match &config.entra {
        Some(entra) => {
            console::line(&format!("Authority: {} for tenant {}", entra.cloud.authority, entra.tenant));
        }
        None => console::line("Development: the emulator runs in the same process."),
    }
}
