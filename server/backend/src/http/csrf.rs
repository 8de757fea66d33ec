//! Requests from other sites. Server functions have no guard of their own.

use axum::response::Response;
use contract::{Problem, ProblemCode};
use http::StatusCode;
use tower_http::csrf::{CsrfLayer, ProtectionError, ResponseForProtectionError};

use super::refuse::refuse;

/// Refuses changes that another site asks for (the scheme of Go 1.25's `CrossOriginProtection`).
pub(super) type Guard = CsrfLayer<Foreign>;

/// The guard. An origin is ours if it is the request's host, and only hosts that are ours get this far; to name ours here would have the
/// guard believe an `Origin` against a browser that calls the request cross-site.
pub(super) fn guard() -> Guard {
    CsrfLayer::new().with_rejection_response(Foreign)
}

/// Draws the refusal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Foreign;

impl ResponseForProtectionError<axum::body::Body> for Foreign {
    fn response_for_protection_error(&mut self, _error: ProtectionError) -> Response {
        tracing::warn!("a request from another site was refused");
        refuse(StatusCode::FORBIDDEN, Problem::new(ProblemCode::ForeignForm))
    }
}
