//! The `Host` header: only our own names are accepted, so that an address built from it cannot point elsewhere.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use contract::{Problem, ProblemCode};
use http::StatusCode;
use http::header::HOST;

use super::problem_response::problem_response;
use crate::config::Listen;

/// The hosts we answer to. `X-Forwarded-Host` and `Forwarded` are never looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// The public URL's authority. If that is loopback, the other names of this machine too.
    pub fn of(listen: &Listen) -> Self {
        let url = &listen.public_url;
        let authority = |origin: &str| origin.split_once("://").map(|(_, authority)| authority.to_owned());
        let mut known: Vec<String> = authority(&listen.public_origin()).into_iter().collect();
        let default = if url.scheme() == "https" { 443 } else { 80 };
        if url.port().is_none()
            && let Some(host) = url.host_str()
        {
            known.push(format!("{host}:{default}"));
        }
        if listen.is_loopback() {
            let ports = [url.port().unwrap_or(default), listen.addr.port()];
            let names = ["localhost", "127.0.0.1", "[::1]"];
            known.extend(names.iter().flat_map(|name| ports.map(|port| format!("{name}:{port}"))));
        }
        Self(known)
    }

    fn knows(&self, host: &str) -> bool {
        self.0.iter().any(|known| known.eq_ignore_ascii_case(host))
    }
}

/// 421 for any other host, for none, and for more than one (RFC 9110, sections 7.2 and 15.5.20).
pub(super) async fn check(State(known): State<Arc<AllowedHosts>>, request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => known.knows(host),
        _ => false,
    };
    let asked = request.uri().authority().is_none_or(|authority| known.knows(authority.as_str()));
    if named && asked {
        return next.run(request).await;
    }
    problem_response(StatusCode::MISDIRECTED_REQUEST, Problem::new(ProblemCode::NotFound))
}
