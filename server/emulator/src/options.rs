//! The options of the emulator.

use std::{net::SocketAddr, path::PathBuf};

use time::OffsetDateTime;

/// The options of an emulator.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen in plain HTTP.
    pub addr: SocketAddr,
    /// Where to listen with TLS.
    pub tls_addr: Option<SocketAddr>,
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
