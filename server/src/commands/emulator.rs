//! `vestibule emulator`: Entra ID and Graph by themselves, in development builds. The same as `vestibule-emulator`.

pub use emulator::command::Arguments;

use super::Failure;
use crate::{logging, shutdown};

/// Serves until it is told to stop.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    logging::start(&backend::config::Log {
        filter: "info".to_owned(),
        format: backend::config::LogFormat::Text,
    });
    let stop = shutdown::on_signal();
    Ok(emulator::command::run(arguments, stop.cancelled()).await?)
}
