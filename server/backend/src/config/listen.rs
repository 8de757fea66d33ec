//! Where Vestibule listens, and under which address browsers know it.

use std::net::SocketAddr;

use url::Url;

use super::issue::EnvReader;
use super::origin;
use super::proxies::TrustedProxies;

/// Addresses.
#[derive(Debug, Clone)]
pub struct Listen {
    /// `VESTIBULE_ADDR`: where pages are served.
    pub addr: SocketAddr,
    /// `VESTIBULE_METRICS_ADDR`: where `/metrics` is served.
    pub metrics_addr: SocketAddr,
    /// `VESTIBULE_PUBLIC_URL`: the origin that browsers use.
    pub public_url: Url,
    /// `VESTIBULE_TRUSTED_PROXIES`: whose forwarded headers count.
    pub trusted_proxies: TrustedProxies,
}

impl Listen {
    /// The public origin as a browser writes it, such as `https://vestibule.example`.
    pub fn public_origin(&self) -> String {
        origin::text_of(&self.public_url)
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        self.addr.ip().is_loopback() && origin::is_loopback(&self.public_url)
    }

    pub(super) fn read(reader: &mut EnvReader<'_>) -> Option<Self> {
        let addr = socket(reader, "VESTIBULE_ADDR", 3000);
        let metrics_addr = socket(reader, "VESTIBULE_METRICS_ADDR", 3001);
        if reader.text("VESTIBULE_PUBLIC_URL").is_none() && !addr.ip().is_loopback() {
            reader.add_issue(
                "VESTIBULE_PUBLIC_URL",
                "is not set, and VESTIBULE_ADDR is not a loopback address",
                "Set it to the address people open, such as https://vestibule.example",
            );
        }
        let public_url = reader
            .parsed(
                "VESTIBULE_PUBLIC_URL",
                "Give https://host, or http://localhost:port on your own machine",
                origin::parse,
            )
            .or_else(|| default_url(addr))?;
        let trusted_proxies = reader
            .parsed(
                "VESTIBULE_TRUSTED_PROXIES",
                "Give addresses or networks separated by commas, such as 10.0.0.0/8",
                TrustedProxies::parse,
            )
            .unwrap_or_default();
        Some(Self { addr, metrics_addr, public_url, trusted_proxies })
    }
}

fn socket(reader: &mut EnvReader<'_>, variable: &'static str, port: u16) -> SocketAddr {
    let parse = |text: &str| text.parse().map_err(|_| format!("{text:?} is no address with a port"));
    let default = SocketAddr::from(([127, 0, 0, 1], port));
    reader.parsed(variable, "Give an IP address and a port, such as 127.0.0.1:3000", parse).unwrap_or(default)
}

fn default_url(addr: SocketAddr) -> Option<Url> {
    let port = if addr.ip().is_loopback() && addr.port() != 0 { addr.port() } else { 3000 };
    Url::parse(&format!("http://localhost:{port}")).ok()
}
