//! The context of every request: its time, its ids, its origin.

pub(crate) mod layer;

use std::net::IpAddr;

use axum::{
    extract::{FromRequestParts, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header::HOST, request::Parts};
use time::OffsetDateTime;
use tower_http::csrf::ProtectionError;
use world::effect::EventMeta;

/// The context of one HTTP request.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// Time and request ids; the actor is not known yet.
    pub meta: EventMeta,
    /// The origin of the request. Issuer, endpoints and links follow it.
    pub origin: String,
    /// The path of the request.
    pub path: String,
}

impl RequestContext {
    /// The emulator's time when the request arrived.
    pub const fn now(&self) -> OffsetDateTime {
        self.meta.now
    }

    /// The origin without its scheme.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host)
    }
}

impl<S: Sync> FromRequestParts<S> for RequestContext {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Refuses hosts that are not this machine (DNS rebinding): otherwise a page whose host name resolves to this machine could send requests as if it
/// were a page of the emulator.
pub async fn check_host(request: Request, next: Next) -> Response {
    let sent = request.headers().get(HOST).map(|host| String::from_utf8_lossy(host.as_bytes()).into_owned());
    let host = sent.or_else(|| request.uri().authority().map(ToString::to_string));
    if host.is_none_or(|host| is_this_machine(&host)) {
        return next.run(request).await;
    }
    let text = "The emulator answers to localhost only, unless it is told to listen beyond this machine.";
    (StatusCode::MISDIRECTED_REQUEST, text).into_response()
}

fn is_this_machine(host: &str) -> bool {
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let name = bare.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The answer to forms and scripts of other origins (CSRF): these addresses change state without a token.
pub fn cross_origin_refusal(_: ProtectionError) -> Response {
    (StatusCode::FORBIDDEN, "Only pages of the emulator itself may ask for this.").into_response()
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn this_machine_is_localhost_by_any_of_its_names() {
        for own in [
            "localhost",
            "localhost:8400",
            "LOCALHOST.",
            "a.localhost:1",
            "127.0.0.1:8400",
            "127.1.2.3",
            "[::1]:8443",
        ] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in
            ["evil.example", "localhost.evil.example", "evillocalhost", "192.168.0.1:8400", "[::2]", "", "1"]
        {
            assert!(!is_this_machine(other), "{other}");
        }
    }
}
