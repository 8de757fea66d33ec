//! Requests from other sites. Server functions have no guard of their own.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use contract::{Problem, ProblemCode};
use http::{Method, StatusCode};
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError, ResponseForProtectionError};

use super::refuse::refuse;

/// Refuses changes whose `Origin` is not ours (the scheme of Go 1.25's `CrossOriginProtection`).
pub(super) type Guard = CsrfLayer<Foreign>;

/// A guard that takes this origin for ours, besides whatever equals the request's host.
pub(super) fn guard(public_origin: &str) -> Result<Guard, ConfigError> {
    Ok(CsrfLayer::new().add_trusted_origin(public_origin)?.with_rejection_response(Foreign))
}

/// Draws the refusal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Foreign;

impl ResponseForProtectionError<axum::body::Body> for Foreign {
    fn response_for_protection_error(&mut self, _error: ProtectionError) -> Response {
        foreign()
    }
}

/// Whatever the `Origin` says: a browser that calls the request cross-site is believed.
pub(super) async fn refuse_cross_site(request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let site = request.headers().get("sec-fetch-site").map(http::HeaderValue::as_bytes);
    if changes && matches!(site, Some(b"cross-site" | b"same-site")) {
        return foreign();
    }
    next.run(request).await
}

fn foreign() -> Response {
    tracing::warn!("a request from another site was refused");
    refuse(StatusCode::FORBIDDEN, Problem::new(ProblemCode::ForeignForm))
}
