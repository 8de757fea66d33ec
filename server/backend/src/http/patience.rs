//! Time: nobody waits for ever.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use contract::{Problem, ProblemCode};
use http::StatusCode;

use super::refuse::refuse;
use crate::clock::SharedIds;
use crate::reference::log_text;

const LONGEST: Duration = Duration::from_secs(30);

/// 503 for what has not begun to answer after 30 seconds, reading the body included.
pub(super) async fn limit(State(ids): State<SharedIds>, request: Request, next: Next) -> Response {
    tokio::time::timeout(LONGEST, next.run(request)).await.unwrap_or_else(|_| {
        let problem = log_text(&*ids, Problem::new(ProblemCode::Internal), "no answer in 30 seconds");
        refuse(StatusCode::SERVICE_UNAVAILABLE, problem)
    })
}
