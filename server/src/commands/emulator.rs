//! `vestibule emulator`: Entra ID and Graph alone, in development builds. The same as `vestibule-emulator`.

pub use emulator::command::Arguments;

use super::CommandError;
use crate::{logging, shutdown};

/// Serves until the process is told to stop.
pub async fn run(arguments: Arguments) -> Result<(), CommandError> {
    logging::start(&backend::config::Log {
        filter: "info".to_owned(),
        format: backend::config::LogFormat::Text,
    });
    let stop = shutdown::on_signal();
    Ok(emulator::command::run(arguments, stop.cancelled()).await?)
}
