//! The size limit of a request's body. The whole body is read before the handler runs.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use contract::{Problem, ProblemCode, routes};
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::problem_response::problem_response;
use super::{MAX_BODY_BYTES, MAX_MARK_BODY_BYTES};

/// 413 for a larger body, whether it says so or not.
pub(super) async fn limit(request: Request, next: Next) -> Response {
    let too_large = || problem_response(StatusCode::PAYLOAD_TOO_LARGE, Problem::new(ProblemCode::TooLarge));
    let most = if request.uri().path() == routes::MARK { MAX_MARK_BODY_BYTES } else { MAX_BODY_BYTES };
    let length =
        request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > most as u64) {
        return too_large();
    }
    let (parts, body) = request.into_parts();
    match Limited::new(body, most).collect().await {
        Ok(whole) => next.run(Request::from_parts(parts, Body::from(whole.to_bytes()))).await,
        Err(error) if error.is::<LengthLimitError>() => too_large(),
        Err(_) => problem_response(StatusCode::BAD_REQUEST, Problem::new(ProblemCode::BadForm)),
    }
}
