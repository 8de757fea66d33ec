//! `vestibule emulator`: Entra ID and Graph by themselves.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::Failure;
use crate::{logging, say, shutdown};

/// What the stand-alone emulator can be told.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where it listens.
    #[arg(long, env = "VESTIBULE_EMULATOR_ADDR", default_value = "127.0.0.1:8400")]
    addr: SocketAddr,
    /// Where it listens with TLS; MSAL refuses anything else.
    #[arg(long, env = "VESTIBULE_EMULATOR_TLS_ADDR", default_value = "127.0.0.1:8443")]
    tls_addr: SocketAddr,
    /// Where its world and its keys are kept; in memory only when left out.
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// The world it starts with. A world that is kept already goes on as it is.
    #[arg(long, default_value = "contoso", value_parser = PossibleValuesParser::new(emulator::seed::NAMES.map(|(name, _)| name)))]
    seed: String,
    /// The origins of applications that sign in here, such as `http://localhost:3000`.
    #[arg(long = "app", default_value = "http://localhost:3000")]
    apps: Vec<String>,
    /// Listen beyond loopback. Everything in it is public: never on a network that is not yours alone.
    #[arg(long)]
    beyond_loopback: bool,
}

/// Serves until it is told to stop.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    logging::start(&backend::config::Log {
        filter: "info".to_owned(),
        format: backend::config::LogFormat::Text,
    });
    let stop = shutdown::on_signal();
    let options = emulator::Options {
        addr: arguments.addr,
        tls_addr: Some(arguments.tls_addr),
        data_dir: arguments.data_dir,
        seed: arguments.seed,
        app_origins: arguments.apps,
        beyond_loopback: arguments.beyond_loopback,
    };
    let emulator = emulator::start(options).await?;
    say::line(&format!("Emulator of Entra ID and Microsoft Graph: {}", emulator.url()));
    if let Some(url) = emulator.tls_url() {
        say::line(&format!("The same with TLS: {url}"));
    }
    say::line(&format!("Authority: {}/{}/v2.0", emulator.url(), emulator.tenant_id()));
    say::line(&format!("Look inside, and who can sign in: {}/_emulator/", emulator.url()));
    stop.cancelled().await;
    emulator.shutdown().await;
    Ok(())
}
