//! Who is at the other end of a request: the peer of its connection, or whom a trusted proxy names.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, header};

use crate::config::TrustedProxies;

/// The header that proxies name their client in. `Forwarded` (RFC 7239) is not read: a proxy that writes the one passes the other on as it came.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// In the extensions of a request: the address of the connection's other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerAddress(pub IpAddr);

/// Whom a limit of strangers is for: an address, or a /64 of IPv6, which one subscriber has for themselves (RFC 6177).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientNetwork(IpAddr);

impl ClientNetwork {
    /// That of an address.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::from([a, b, c, d, 0, 0, 0, 0]).into()
            }
            address @ IpAddr::V4(_) => address,
        })
    }
}

impl fmt::Display for ClientNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(f),
            IpAddr::V6(address) => write!(f, "{address}/64"),
        }
    }
}

/// Which proxies are trusted, and whether another one was heard of.
#[derive(Debug, Default)]
pub(super) struct Proxies {
    trusted: TrustedProxies,
    is_told: AtomicBool,
}

impl Proxies {
    pub(super) fn new(trusted: TrustedProxies) -> Self {
        Self { trusted, is_told: AtomicBool::new(false) }
    }

    /// The client behind the peer. `None` where a proxy does not say: nobody is limited for all who come through it.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<ClientNetwork> {
        if !self.trusted.trusts(peer) {
            self.tell_of_untrusted(peer, headers);
            return Some(ClientNetwork::of(peer));
        }
        // Each proxy adds its own peer at the end, so what was sent to the first one stands before what can be relied on.
        let named = headers.get_all(FORWARDED_FOR).iter().rev();
        let named = named.flat_map(|line| line.to_str().unwrap_or("?").rsplit(',').map(parse_address));
        let mut outside = named.skip_while(|named| named.is_some_and(|named| self.trusted.trusts(named)));
        outside.next().flatten().map(ClientNetwork::of)
    }

    fn tell_of_untrusted(&self, peer: IpAddr, headers: &HeaderMap) {
        let is_forwarded = headers.contains_key(FORWARDED_FOR) || headers.contains_key(header::FORWARDED);
        if is_forwarded && !self.is_told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                %peer,
                "a request says for whom it was forwarded, but its sender is none of VESTIBULE_TRUSTED_PROXIES: \
                 the header is ignored. If that is your proxy, all its clients count as one"
            );
        }
    }
}

/// An address, perhaps with a port, as some proxies write it.
fn parse_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// Puts the [`ClientNetwork`] into the request's extensions, where it is known.
pub(super) async fn identify(
    State(proxies): State<Arc<Proxies>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<PeerAddress>().copied();
    if let Some(client) = peer.and_then(|PeerAddress(peer)| proxies.client(peer, request.headers())) {
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn client(peer: &str, trusted: &str, lines: &[&str]) -> Option<String> {
        let proxies = Proxies::new(TrustedProxies::parse(trusted).unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        proxies.client(peer.parse().unwrap(), &headers).map(|client| client.to_string())
    }

    #[test]
    fn the_client_is_whom_the_last_untrusted_hop_was() {
        let trusted = "10.0.0.0/8, 2001:db8:ffff::/48";
        for (peer, lines, expected) in [
            ("203.0.113.9", vec![], Some("203.0.113.9")),
            // Spoofed: the peer is no proxy of ours.
            ("203.0.113.9", vec!["198.51.100.1"], Some("203.0.113.9")),
            ("10.0.0.1", vec!["198.51.100.1"], Some("198.51.100.1")),
            ("::ffff:10.0.0.1", vec!["198.51.100.1"], Some("198.51.100.1")),
            // What the client itself had sent stands in front.
            ("10.0.0.1", vec!["6.6.6.6, 198.51.100.1"], Some("198.51.100.1")),
            ("10.0.0.1", vec!["6.6.6.6", "198.51.100.1, 10.0.0.2"], Some("198.51.100.1")),
            ("10.0.0.1", vec!["198.51.100.1:51034"], Some("198.51.100.1")),
            ("10.0.0.1", vec!["[2001:db8:1:2:3:4:5:6]:443"], Some("2001:db8:1:2::/64")),
            ("10.0.0.1", vec!["[2001:db8:1:2::7]"], Some("2001:db8:1:2::/64")),
            ("2001:db8:ffff::1", vec!["2001:db8:1:2:9::1"], Some("2001:db8:1:2::/64")),
            // Never the proxy itself.
            ("10.0.0.1", vec![], None),
            ("10.0.0.1", vec!["10.0.0.2"], None),
            ("10.0.0.1", vec!["198.51.100.1, unknown"], None),
            ("10.0.0.1", vec![""], None),
        ] {
            assert_eq!(client(peer, trusted, &lines).as_deref(), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_client() {
        let of = |text: &str| ClientNetwork::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn an_untrusted_proxy_is_told_of_once() {
        let proxies = Proxies::default();
        let mut headers = HeaderMap::new();
        headers.insert(header::FORWARDED, "for=192.0.2.1".parse().unwrap());
        assert!(!proxies.is_told.load(Ordering::Relaxed));
        proxies.client("203.0.113.9".parse().unwrap(), &HeaderMap::new());
        assert!(!proxies.is_told.load(Ordering::Relaxed), "nothing was forwarded");
        proxies.client("203.0.113.9".parse().unwrap(), &headers);
        assert!(proxies.is_told.load(Ordering::Relaxed));
    }
}
