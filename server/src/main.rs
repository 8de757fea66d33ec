#![doc = include_str!("../README.md")]

mod assets;
mod commands;
mod console;
mod error_pages;
mod form_requests;
mod http_server;
mod logging;
mod look;
mod render;
mod router;
mod shutdown;
mod wiring;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Rendering a page allocates thousands of small strings: the system's allocator took a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Share an item with someone outside, in one click, through Microsoft Entra B2B.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// A TOML file with settings; what the environment says comes first.
    #[arg(long, global = true, env = "VESTIBULE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves pages; in development with the emulator in the same process.
    Serve,
    /// Brings the database to this version's schema.
    Migrate,
    /// Reads the settings and says what is wrong with them.
    CheckConfig,
    /// Asks the authority, Graph and the database whether they can be used.
    Doctor {
        /// Counts anew what is kept of counts instead; the database alone is asked.
        #[arg(long)]
        recount: bool,
    },
    /// Runs Entra ID and Graph by themselves, on loopback.
    #[cfg(feature = "emulator")]
    Emulator(commands::emulator::Arguments),
    /// The audit chain.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// The settings that administrators change on the settings pages.
    Settings {
        #[command(subcommand)]
        command: SettingsCommand,
    },
    /// The sessions of people who are signed in.
    Sessions {
        #[command(subcommand)]
        command: SessionsCommand,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Checks the chain from its first entry to its last.
    Verify {
        /// A place that the log noted ("the audit chain ends here"), as `seq:hash`: the chain must have it.
        #[arg(long, value_name = "SEQ:HASH")]
        passes_through: Option<backend::NotedHead>,
    },
}

#[derive(Subcommand)]
enum SettingsCommand {
    /// Prints every section as JSON.
    Export,
    /// Takes over the sections of such a file as a new version; sections that it does not name stay as they are.
    Import {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Why, for the history of the settings.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Says what would change, and stores nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
enum SessionsCommand {
    /// Ends all sessions of a person, in every browser. Whoever may still sign in can do so again.
    End {
        /// The person's object id in the directory.
        #[arg(value_name = "OBJECT ID")]
        user: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // One provider for every TLS connection; installing it fails only if one is installed already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console::error(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn run(Arguments { config, command }: Arguments) -> Result<(), commands::CommandError> {
    let config = || commands::config(config.as_deref());
    match command {
        Command::Serve => commands::serve::run(config()?).await,
        Command::Migrate => commands::migrate::run(&config()?).await,
        Command::CheckConfig => {
            commands::check_config::run(&config()?);
            Ok(())
        }
        Command::Doctor { recount: true } => commands::doctor::recount(&config()?).await,
        Command::Doctor { recount: false } => commands::doctor::run(&config()?).await,
        #[cfg(feature = "emulator")]
        Command::Emulator(arguments) => commands::emulator::run(arguments).await,
        Command::Audit { command: AuditCommand::Verify { passes_through } } => {
            commands::audit::verify(&config()?, passes_through.as_ref()).await
        }
        Command::Settings { command: SettingsCommand::Export } => {
            commands::settings::export(&config()?).await
        }
        Command::Settings { command: SettingsCommand::Import { file, reason, dry_run } } => {
            commands::settings::import(&config()?, &file, reason.as_deref(), dry_run).await
        }
        Command::Sessions { command: SessionsCommand::End { user } } => {
            commands::sessions::end(&config()?, &user).await
        }
    }
}
