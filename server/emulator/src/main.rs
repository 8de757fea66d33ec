//! `vestibule-emulator`: Entra ID and Microsoft Graph as a process of its own.

use std::{io, io::Write as _, process::ExitCode};

use clap::Parser;
use emulator::command::Arguments;
use tracing_subscriber::EnvFilter;

/// As in Vestibule: faster with many small strings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Entra ID and Microsoft Graph on your own machine, for development and tests. It is not Microsoft's.
#[derive(Parser)]
#[command(name = "vestibule-emulator", version)]
struct Program {
    #[command(flatten)]
    arguments: Arguments,
    /// What is logged, to standard error: a level, or levels by module
    #[arg(long, env = "VESTIBULE_EMULATOR_LOG", default_value = "info")]
    log: EnvFilter,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Program { arguments, log } = Program::parse();
    tracing_subscriber::fmt().with_env_filter(log).with_writer(io::stderr).init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "vestibule-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    // Registered first, so that a signal during the start is not lost.
    let stop = shutdown_signal()?;
    Ok(emulator::command::run(arguments, stop).await?)
}

/// Ends at the first SIGINT or SIGTERM.
#[cfg(unix)]
fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// Ends at Ctrl-C.
#[cfg(not(unix))]
fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
