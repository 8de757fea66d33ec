//! The HTTP client that Graph is called with.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// From connecting to the last byte read, in one attempt. Said again with every request, whatever the client.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
const USER_AGENT: &str = concat!("Vestibule/", env!("CARGO_PKG_VERSION"));

/// A client that follows no redirect, so that a token stays with the origin it was meant for: rustls with the
/// platform's roots and those in `extra_roots` (PEM, each with one certificate or several), 5 seconds to connect,
/// 30 for a whole call. Fails if a PEM cannot be read or the platform has no TLS roots.
pub fn http_client(extra_roots: &[&[u8]]) -> Result<Client, reqwest::Error> {
    builder(extra_roots)?.build()
}

/// The same without keeping connections: every call makes a new one. For the repeat after 503, see
/// [`GraphClient::with_fresh_connections`](crate::GraphClient::with_fresh_connections).
pub fn fresh_http_client(extra_roots: &[&[u8]]) -> Result<Client, reqwest::Error> {
    builder(extra_roots)?.pool_max_idle_per_host(0).build()
}

#[expect(clippy::disallowed_methods, reason = "the one place where a client is made")]
fn builder(extra_roots: &[&[u8]]) -> Result<ClientBuilder, reqwest::Error> {
    let mut roots = Vec::new();
    for pem in extra_roots {
        roots.extend(Certificate::from_pem_bundle(pem)?);
    }
    Ok(Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .tcp_nodelay(true)
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .user_agent(USER_AGENT)
        .tls_backend_rustls()
        .tls_certs_merge(roots))
}
