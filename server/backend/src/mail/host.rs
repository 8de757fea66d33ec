//! Where a mail server that administrators name may be: anywhere but on this machine, or where only this machine reaches. Else whoever may change settings
//! could have Vestibule talk to what is not meant for them, such as the metadata of the machine it runs on.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use tokio::net::lookup_host;
use url::Host as UrlHost;

/// Addresses at which clouds tell the machines themselves about them, besides those that are link-local: of Azure, of Alibaba Cloud, and of Amazon's in IPv6.
const METADATA: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

/// A host by name or by address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Host {
    /// By its name, in ASCII and lower case.
    Name(String),
    /// By its address.
    Address(IpAddr),
}

impl Host {
    /// What was typed; `None` if it is neither. Addresses of version 6 may have brackets.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Some(Self::Address(address));
        }
        // Other ways to write an address, such as 127.1, are addresses too.
        match UrlHost::parse(text).ok()? {
            UrlHost::Domain(name) => {
                let name = name.trim_end_matches('.');
                is_name(name).then(|| Self::Name(name.to_owned()))
            }
            UrlHost::Ipv4(address) => Some(Self::Address(address.into())),
            UrlHost::Ipv6(address) => Some(Self::Address(address.into())),
        }
    }

    /// As sockets and certificates have it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Address(address) => address.to_string(),
        }
    }

    /// Whether it is a local one, as far as that can be told without asking for the addresses of a name.
    pub(crate) fn is_local(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost" || name.ends_with(".localhost"),
            Self::Address(address) => is_local(*address),
        }
    }

    /// Its addresses.
    pub(crate) async fn addresses(&self) -> io::Result<Vec<IpAddr>> {
        match self {
            Self::Name(name) => Ok(lookup_host((name.as_str(), 0)).await?.map(|found| found.ip()).collect()),
            Self::Address(address) => Ok(vec![*address]),
        }
    }
}

fn is_name(name: &str) -> bool {
    let fits = |label: &str| {
        let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        (1..=63).contains(&label.len()) && label.bytes().all(inner)
    };
    name.len() <= 253 && name.split('.').all(fits)
}

/// Whether an address is this machine's, or nobody's beyond its own wire.
pub(crate) fn is_local(address: IpAddr) -> bool {
    METADATA.contains(&address)
        || match address {
            IpAddr::V4(address) => is_local_v4(address),
            IpAddr::V6(address) => {
                address.is_unspecified()
                    || address.is_loopback()
                    || address.is_multicast()
                    || address.is_unicast_link_local()
                    || inner_v4(address).is_some_and(|inner| is_local(inner.into()))
            }
        }
}

fn is_local_v4(address: Ipv4Addr) -> bool {
    let [first, ..] = address.octets();
    // The whole of 0.0.0.0/8 is "this network" (RFC 1122, section 3.2.1.3).
    first == 0
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
}

/// The address of version 4 that is within one of version 6: mapped, compatible, or translated (RFC 4291, section 2.5.5; RFC 6052).
fn inner_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    match address.octets() {
        [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d] => Some(Ipv4Addr::new(a, b, c, d)),
        _ => address.to_ipv4(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_however_it_is_written() {
        let name = |text: &str| Some(Host::Name(text.to_owned()));
        let address = |text: &str| Some(Host::Address(text.parse().unwrap()));
        for (typed, host) in [
            ("mail.example", name("mail.example")),
            ("Mail.Example.", name("mail.example")),
            ("my_mail.example", name("my_mail.example")),
            ("bücher.example", name("xn--bcher-kva.example")),
            ("192.0.2.25", address("192.0.2.25")),
            ("127.1", address("127.0.0.1")),
            ("0x7f000001", address("127.0.0.1")),
            ("2130706433", address("127.0.0.1")),
            ("[2001:db8::1]", address("2001:db8::1")),
            ("2001:db8::1", address("2001:db8::1")),
            ("", None),
            ("mail example", None),
            ("mail.example:25", None),
            ("smtp://mail.example", None),
            ("me@mail.example", None),
            ("mail..example", None),
            ("[mail.example]", None),
        ] {
            assert_eq!(Host::parse(typed), host, "{typed}");
        }
    }

    #[test]
    fn local_addresses_are_told_from_others() {
        for local in [
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0.1.2.3",
            "169.254.169.254",
            "169.254.0.1",
            "224.0.0.1",
            "239.255.255.250",
            "255.255.255.255",
            "168.63.129.16",
            "100.100.100.200",
            "::",
            "::1",
            "fe80::1",
            "febf::1",
            "ff02::1",
            "fd00:ec2::254",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:168.63.129.16",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
        ] {
            assert!(is_local(local.parse().unwrap()), "{local}");
        }
        for other in [
            "10.0.0.5",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "192.0.2.25",
            "1.1.1.1",
            "2001:db8::1",
            "fd12:3456::1",
            "fec0::1",
            "::ffff:10.0.0.5",
            "64:ff9b::a00:5",
        ] {
            assert!(!is_local(other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn some_names_are_local_whatever_their_addresses_are() {
        let is_local = |text: &str| Host::parse(text).unwrap().is_local();
        for local in ["localhost", "LOCALHOST.", "mail.localhost", "127.0.0.1", "[::1]", "0x7f.1"] {
            assert!(is_local(local), "{local}");
        }
        for other in ["mail.example", "localhost.example", "notlocalhost", "10.0.0.5"] {
            assert!(!is_local(other), "{other}");
        }
    }
}
