//! The command `vestibule-emulator`: its arguments, its output, and how it runs until it is stopped.

mod environment;

use std::{future::Future, io::Write as _, net::SocketAddr, path::PathBuf};

use crate::{
    Options, StartError,
    emulator::{ADDR_SETTING, SMTP_ADDR_SETTING, TLS_ADDR_SETTING},
    options::SmtpLogin,
    seed::{SeedError, SeedLibrary, contoso, name_of},
};

pub use environment::Scheme;

/// What the emulator can be told when it runs by itself.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// Where it listens
    #[arg(long, env = ADDR_SETTING, default_value = "127.0.0.1:8400")]
    addr: SocketAddr,
    /// Where it listens with TLS; MSAL refuses anything else
    #[arg(long, env = TLS_ADDR_SETTING, default_value = "127.0.0.1:8443")]
    tls_addr: SocketAddr,
    /// Where it takes mail, which it keeps and sends to nobody
    #[arg(long, env = SMTP_ADDR_SETTING, default_value = "127.0.0.1:8425")]
    smtp_addr: SocketAddr,
    /// What clients of the mail server have to sign in with; without it everybody may send
    #[arg(long, env = "VESTIBULE_EMULATOR_SMTP_LOGIN", value_name = "USER:PASSWORD", hide_env_values = true)]
    smtp_login: Option<SmtpLogin>,
    /// Where its world and its keys are kept; in memory when left out
    #[arg(long, env = "VESTIBULE_EMULATOR_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// The world it starts with: contoso, broken, crowded, or the name of the seed file. A world that is kept already goes on as it is
    #[arg(long, env = "VESTIBULE_EMULATOR_SEED", value_name = "NAME")]
    seed: Option<String>,
    /// A seed of your own, as TOML: the world starts with it, unless --seed names another
    #[arg(long, env = "VESTIBULE_EMULATOR_SEED_FILE", value_name = "FILE")]
    seed_file: Option<PathBuf>,
    /// The origin of an application that signs in here; may be given several times
    #[arg(long = "app", value_name = "ORIGIN", default_value = "http://localhost:3000")]
    apps: Vec<String>,
    /// Listen beyond loopback. Everything in it is public: never on a network that is not yours alone
    #[arg(long)]
    beyond_loopback: bool,
    /// Print the settings that point Vestibule at an emulator with these arguments, and end; `https` takes the TLS address
    #[arg(long, value_enum, value_name = "SCHEME", num_args = 0..=1, require_equals = true, default_missing_value = "http")]
    print_env: Option<Scheme>,
}

/// Why the command ends without success.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The emulator cannot start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The seed cannot be used.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The settings cannot be known in advance.
    #[error("--print-env: {0}")]
    Environment(&'static str),
}

/// Prints the settings (`--print-env`), or serves until `stop`.
pub async fn run(arguments: Arguments, stop: impl Future<Output = ()>) -> Result<(), CommandError> {
    if let Some(scheme) = arguments.print_env {
        line(arguments.environment(scheme)?.trim_end());
        return Ok(());
    }
    let emulator = crate::start(arguments.options()).await?;
    line(&format!("Emulator of Entra ID and Microsoft Graph: {}", emulator.url()));
    if let Some(url) = emulator.tls_url() {
        line(&format!("The same with TLS: {url}"));
    }
    if let Some(url) = emulator.smtp_url() {
        line(&format!("Mail server, which keeps what it takes: {url}"));
    }
    line(&format!("Authority: {}/{}/v2.0", emulator.url(), emulator.tenant_id()));
    line(&format!("Look inside, and who can sign in: {}/_emulator/", emulator.url()));
    stop.await;
    emulator.shutdown().await;
    Ok(())
}

impl Arguments {
    fn options(&self) -> Options {
        Options {
            addr: self.addr,
            tls_addr: Some(self.tls_addr),
            smtp_addr: Some(self.smtp_addr),
            smtp_login: self.smtp_login.clone(),
            data_dir: self.data_dir.clone(),
            seed: self.seed_name(),
            seed_file: self.seed_file.clone(),
            app_origins: self.apps.clone(),
            beyond_loopback: self.beyond_loopback,
            clock_stands_at: None,
        }
    }

    fn seed_name(&self) -> String {
        let of_file = || self.seed_file.as_deref().map(name_of);
        self.seed.clone().or_else(of_file).unwrap_or_else(|| contoso::NAME.to_owned())
    }

    fn library(&self) -> Result<SeedLibrary, SeedError> {
        let shipped = SeedLibrary::shipped(&self.apps);
        self.seed_file.as_deref().map_or(Ok(shipped.clone()), |path| shipped.with_file(path))
    }
}

/// Prints a line. A closed pipe is not an error.
fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
