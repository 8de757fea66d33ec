//! The time limit of a request.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use contract::{Problem, ProblemCode};
use http::StatusCode;

use super::problem_response::problem_response;
use crate::clock::SharedIds;
use crate::error_reference::report_text;

const TIMEOUT: Duration = Duration::from_secs(30);

/// 503 for what has not begun to answer after 30 seconds, reading the body included.
pub(super) async fn limit(State(ids): State<SharedIds>, request: Request, next: Next) -> Response {
    tokio::time::timeout(TIMEOUT, next.run(request)).await.unwrap_or_else(|_| {
        let problem = report_text(&*ids, Problem::new(ProblemCode::Internal), "no answer in 30 seconds");
        problem_response(StatusCode::SERVICE_UNAVAILABLE, problem)
    })
}
