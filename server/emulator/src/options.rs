//! The options of the emulator.

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use time::OffsetDateTime;

/// The options of an emulator.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen in plain HTTP.
    pub addr: SocketAddr,
    /// Where to listen with TLS.
    pub tls_addr: Option<SocketAddr>,
    /// Where the mail server listens; none: there is none.
    pub smtp_addr: Option<SocketAddr>,
    /// What a client of the mail server signs in with, and has to; none: everybody may send, and any name and password are good.
    pub smtp_login: Option<SmtpLogin>,
    /// The folder of world and keys; without one they are in memory.
    pub data_dir: Option<PathBuf>,
    /// The seed of a new world: a shipped one, e.g. `contoso`, or that of `seed_file`.
    pub seed: String,
    /// A seed file (TOML); the seed has the name of the file.
    pub seed_file: Option<PathBuf>,
    /// Origins of the application, e.g. `http://localhost:3000`. Registered redirect addresses are `{origin}/sign-in/callback` for sign-in and
    /// `{origin}/signed-out` for sign-out.
    pub app_origins: Vec<String>,
    /// Whether addresses beyond this machine may be bound.
    pub beyond_loopback: bool,
    /// Where the clock stands until it is moved, for tests; none: it runs with the system's.
    pub clock_stands_at: Option<OffsetDateTime>,
}

/// A name and a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpLogin {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl FromStr for SmtpLogin {
    type Err = &'static str;

    /// Reads `user:password`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once(':').filter(|(user, password)| !user.is_empty() && !password.is_empty());
        let (user, password) = parts.ok_or("give a name and a password, with a colon between them")?;
        Ok(Self { user: user.to_owned(), password: password.to_owned() })
    }
}

impl Default for Options {
    /// Any free port of this machine, in memory, seed `contoso`.
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            tls_addr: None,
            smtp_addr: None,
            smtp_login: None,
            data_dir: None,
            seed: crate::seed::contoso::NAME.to_owned(),
            seed_file: None,
            app_origins: Vec::new(),
            beyond_loopback: false,
            clock_stands_at: None,
        }
    }
}
