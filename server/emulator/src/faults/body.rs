//! Answers with their body read.

use axum::{
    body::{Bytes, to_bytes},
    response::{IntoResponse, Response},
};
use http::StatusCode;

/// The longest answer that is spoilt.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// An answer in two parts, its body read.
pub(super) async fn opened(response: Response) -> Result<(http::response::Parts, Bytes), Response> {
    let (parts, body) = response.into_parts();
    match to_bytes(body, MAX_BODY_BYTES).await {
        Ok(body) => Ok((parts, body)),
        Err(error) => {
            tracing::warn!(%error, "an answer could not be read");
            Err(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}
