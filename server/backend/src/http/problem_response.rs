//! A response with a status and a problem. An outer layer renders it as a page.

use axum::response::{IntoResponse as _, Response};
use contract::{Problem, ProblemCode};
use http::StatusCode;

use crate::clock::IdSource;
use crate::error_reference::report_text;

/// In the extensions of a response whose body is only a stand-in: draw a page for this problem instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemExtension(pub Problem);

/// A response with this status, the problem in its extensions, and its code and reference as text.
pub fn problem_response(status: StatusCode, problem: Problem) -> Response {
    let reference = problem.reference.as_ref().map(|reference| format!(" {reference}")).unwrap_or_default();
    let text = format!("{}{reference}\n", problem.code.as_str());
    let mut response = (status, text).into_response();
    response.extensions_mut().insert(ProblemExtension(problem));
    response
}

/// What panicked has been logged by the panic hook, in the request's span.
pub(super) fn panicked(ids: &dyn IdSource) -> Response {
    let problem = report_text(ids, Problem::new(ProblemCode::Internal), "a request panicked");
    problem_response(StatusCode::INTERNAL_SERVER_ERROR, problem)
}
