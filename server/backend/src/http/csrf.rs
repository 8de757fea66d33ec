//! Requests from other sites. Server functions have no guard of their own.

use axum::response::Response;
use contract::{Problem, ProblemCode};
use http::StatusCode;
use tower_http::csrf::{CsrfLayer, ProtectionError, ResponseForProtectionError};

use super::problem_response::problem_response;

/// Refuses changes that another site asks for (the scheme of Go 1.25's `CrossOriginProtection`).
pub(super) type CsrfGuard = CsrfLayer<CrossSiteRejection>;

/// The layer. An origin is allowed if it equals the request's host, and `host::check` has let only our own hosts through. Our origins are not listed
/// here, because the layer would then trust an `Origin` header even where the browser says that the request is cross-site.
pub(super) fn layer() -> CsrfGuard {
    CsrfLayer::new().with_rejection_response(CrossSiteRejection)
}

/// Makes the response to a refused request.
#[derive(Debug, Clone, Copy)]
pub(super) struct CrossSiteRejection;

impl ResponseForProtectionError<axum::body::Body> for CrossSiteRejection {
    fn response_for_protection_error(&mut self, _error: ProtectionError) -> Response {
        tracing::warn!("a request from another site was refused");
        problem_response(StatusCode::FORBIDDEN, Problem::new(ProblemCode::ForeignForm))
    }
}
