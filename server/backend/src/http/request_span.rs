//! Request ids, and one span and one line for each request.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use tracing::Instrument as _;

use crate::clock::SharedIds;

const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The request's id, in its extensions and in the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

/// The id that came along if it is harmless in a log, else a new one.
fn id_of(request: &Request, ids: &SharedIds) -> String {
    let given = request.headers().get(NAME).and_then(|id| id.to_str().ok());
    let harmless = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    given.filter(harmless).map_or_else(|| ids.new_id(), str::to_owned)
}

/// Only the route's pattern goes into the log: addresses, ids and codes are in paths and queries.
pub(super) async fn trace(State(ids): State<SharedIds>, mut request: Request, next: Next) -> Response {
    let id = id_of(&request, &ids);
    let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let span = tracing::info_span!("request", method = %request.method(), path, id);
    request.extensions_mut().insert(RequestId(id.clone()));
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(NAME, value);
    }
    span.in_scope(|| {
        let (status, elapsed) = (response.status().as_u16(), begun.elapsed());
        let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        if response.status().is_server_error() {
            tracing::error!(status, ms, "answered");
        } else {
            tracing::info!(status, ms, "answered");
        }
    });
    response
}
