//! Origins: scheme, host and port.

use url::{Host, Url};

/// Takes an origin without path, query or user: https, or http on a loopback host.
pub(super) fn parse(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "is no address".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err("is not an http or https address".to_owned());
    }
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return Err("has more than scheme, host and port".to_owned());
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err("is plain http, and not on this machine".to_owned());
    }
    Ok(url)
}

/// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// `https://host:port`, as a browser writes it: without a default port, without a slash at the end.
pub fn text_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}
