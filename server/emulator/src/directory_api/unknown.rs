//! Addresses and methods that this Graph does not have.

use axum::{extract::State, response::Response};
use http::{HeaderMap, Method, StatusCode, Uri};

use super::{caller::Caller, error::GraphError};
use crate::{call::Call, site::Site};

/// A method that the address does not have.
pub(super) async fn not_allowed(State(site): State<Site>, headers: HeaderMap, call: Call) -> Response {
    let error = Caller::of(&site, &call, &headers).err().unwrap_or_else(method_not_allowed);
    error.respond(&call)
}

pub(crate) fn method_not_allowed() -> GraphError {
    GraphError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "Request_BadRequest",
        "Specified HTTP method is not allowed for the request target.",
    )
}

/// An address that this Graph does not have.
pub(super) async fn unknown(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    method: Method,
    uri: Uri,
) -> Response {
    let segment = uri.path().rsplit('/').find(|segment| !segment.is_empty()).unwrap_or_default();
    tracing::debug!(%method, path = uri.path(), "not a Graph address of the emulator");
    let error = Caller::of(&site, &call, &headers).err().unwrap_or_else(|| unknown_segment(segment));
    error.respond(&call)
}

/// What an address that leads nowhere is told.
pub(crate) fn unknown_segment(segment: &str) -> GraphError {
    GraphError::bad_request(&format!("Resource not found for the segment '{segment}'."))
}
