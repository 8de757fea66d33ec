//! Where the emulator listens in development.

use std::net::SocketAddr;

use super::issue::EnvReader;

/// The emulator's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmulatorAddrs {
    /// `VESTIBULE_EMULATOR_ADDR`: plain http.
    pub addr: SocketAddr,
    /// `VESTIBULE_EMULATOR_TLS_ADDR`: the same behind TLS.
    pub tls_addr: SocketAddr,
    /// `VESTIBULE_EMULATOR_SMTP_ADDR`: its mail server.
    pub smtp_addr: SocketAddr,
}

impl EmulatorAddrs {
    pub(super) fn read(reader: &mut EnvReader<'_>) -> Self {
        Self {
            addr: loopback(reader, "VESTIBULE_EMULATOR_ADDR", 8400),
            tls_addr: loopback(reader, "VESTIBULE_EMULATOR_TLS_ADDR", 8443),
            smtp_addr: loopback(reader, "VESTIBULE_EMULATOR_SMTP_ADDR", 8425),
        }
    }
}

fn loopback(reader: &mut EnvReader<'_>, variable: &'static str, port: u16) -> SocketAddr {
    let parse = |text: &str| match text.parse::<SocketAddr>() {
        Ok(addr) if addr.ip().is_loopback() => Ok(addr),
        Ok(_) => Err(format!("{text:?} can be reached from other machines")),
        Err(_) => Err(format!("{text:?} is no address with a port")),
    };
    let default = SocketAddr::from(([127, 0, 0, 1], port));
    reader
        .parsed(variable, "Give a loopback address and a port, such as 127.0.0.1:8400", parse)
        .unwrap_or(default)
}
