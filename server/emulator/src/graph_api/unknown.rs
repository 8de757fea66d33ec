//! Answers to unknown addresses and methods.

use axum::{extract::State, response::Response};
use http::{HeaderMap, Method, StatusCode, Uri};

use super::{caller::Caller, error::GraphError};
use crate::{app_state::AppState, request_context::RequestContext};

/// The answer to a method that the address does not support.
pub(super) async fn not_allowed(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
) -> Response {
    let error = Caller::of(&state, &context, &headers).err().unwrap_or_else(method_not_allowed);
    error.respond(&context)
}

pub(crate) fn method_not_allowed() -> GraphError {
    GraphError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "Request_BadRequest",
        "Specified HTTP method is not allowed for the request target.",
    )
}

/// The answer to an unknown address.
pub(super) async fn unknown(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    method: Method,
    uri: Uri,
) -> Response {
    let segment = uri.path().rsplit('/').find(|segment| !segment.is_empty()).unwrap_or_default();
    tracing::debug!(%method, path = uri.path(), "not a Graph address of the emulator");
    let error = Caller::of(&state, &context, &headers).err().unwrap_or_else(|| unknown_segment(segment));
    error.respond(&context)
}

/// The error for an unknown segment of an address.
pub(crate) fn unknown_segment(segment: &str) -> GraphError {
    GraphError::bad_request(&format!("Resource not found for the segment '{segment}'."))
}
