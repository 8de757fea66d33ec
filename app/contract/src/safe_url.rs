//! URLs and paths that are safe in an attribute or a header.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text is not a safe URL or path.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("not an address we may link to")]
pub struct ParseUrlError;

/// An absolute URL with https, or with http on a loopback host. It cannot have another scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SafeUrl(url::Url);

impl SafeUrl {
    /// Takes `https://...` without user info, or `http://` on localhost, 127.0.0.0/8 or `[::1]`.
    pub fn parse(text: &str) -> Result<Self, ParseUrlError> {
        let url = url::Url::parse(text).map_err(|_| ParseUrlError)?;
        let loopback = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => return Err(ParseUrlError),
        };
        let scheme = url.scheme() == "https" || (url.scheme() == "http" && loopback);
        let plain = url.username().is_empty() && url.password().is_none();
        if scheme && plain { Ok(Self(url)) } else { Err(ParseUrlError) }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port, without a path: `https://app.example`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

impl TryFrom<String> for SafeUrl {
    type Error = ParseUrlError;
    fn try_from(text: String) -> Result<Self, ParseUrlError> {
        Self::parse(&text)
    }
}

impl From<SafeUrl> for String {
    fn from(url: SafeUrl) -> Self {
        url.0.into()
    }
}

/// A path on our own origin, with its query, for redirects. It cannot name another host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalPath(String);

impl LocalPath {
    /// Takes text that starts with one `/`, in printable ASCII without backslash. `//host`, `/\host` and tabs or line ends, which browsers
    /// remove before they parse, are rejected.
    pub fn parse(text: &str) -> Result<Self, ParseUrlError> {
        let printable = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        let local = text.starts_with('/') && !text.starts_with("//") && text.len() <= 2048;
        if local && printable { Ok(Self(text.to_owned())) } else { Err(ParseUrlError) }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The landing page.
    pub fn home() -> Self {
        Self("/".to_owned())
    }
}

impl TryFrom<String> for LocalPath {
    type Error = ParseUrlError;
    fn try_from(text: String) -> Result<Self, ParseUrlError> {
        Self::parse(&text)
    }
}

impl From<LocalPath> for String {
    fn from(path: LocalPath) -> Self {
        path.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn schemes() {
        for good in
            ["https://a.example/x?y#z", "http://localhost:3000/", "http://127.0.0.1:1/", "http://[::1]/"]
        {
            assert!(SafeUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "http://a.example/",
            "data:text/html,x",
            "https://u:p@a.example/",
            "/x",
            "//a.example",
        ] {
            assert!(SafeUrl::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(SafeUrl::parse("https://a.example:8443/x").unwrap().origin(), "https://a.example:8443");
    }

    #[test]
    fn local_paths() {
        assert!(LocalPath::parse("/items/1?x=%20").is_ok());
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "",
            "x",
            "/a\r\nb",
        ] {
            assert!(LocalPath::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_local_path_stays_on_its_origin(text in "[/\\\\a-z.:@\t ]{0,20}") {
            if let Ok(path) = LocalPath::parse(&text) {
                let base = url::Url::parse("https://own.example/").unwrap();
                let joined = base.join(path.as_str()).unwrap();
                prop_assert_eq!(joined.origin(), base.origin());
            }
        }
    }
}
