//! What the emulator is told at start.

use std::{net::SocketAddr, path::PathBuf};

use time::OffsetDateTime;

/// How to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen in plain HTTP.
    pub addr: SocketAddr,
    /// Where to listen with TLS.
    pub tls_addr: Option<SocketAddr>,
    /// Where world and keys are kept; in memory when there is none.
    pub data_dir: Option<PathBuf>,
    /// The seed of a new world: a shipped one, e.g. `contoso`, or that of `seed_file`.
    pub seed: String,
    /// A seed that others wrote, as TOML; it is named as the file is.
    pub seed_file: Option<PathBuf>,
    /// Origins of the application, e.g. `http://localhost:3000`: registered for sign-in at `{origin}/sign-in/callback`, and to
    /// come back to after sign-out at `{origin}/signed-out`.
    pub app_origins: Vec<String>,
    /// Whether addresses beyond this machine may be bound.
    pub beyond_loopback: bool,
    /// Where the clock stands until it is moved, for tests; none: it runs with the system's.
    pub clock_stands_at: Option<OffsetDateTime>,
}

impl Default for Options {
    /// Any free port of this machine, in memory, seed `contoso`.
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            tls_addr: None,
            data_dir: None,
            seed: crate::seed::contoso::NAME.to_owned(),
            seed_file: None,
            app_origins: Vec::new(),
            beyond_loopback: false,
            clock_stands_at: None,
        }
    }
}
