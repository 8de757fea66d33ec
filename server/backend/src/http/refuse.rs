//! Refusals of the edge: a status and a problem, to be drawn as a page further out.

use axum::response::{IntoResponse as _, Response};
use contract::{Problem, ProblemCode};
use http::StatusCode;

use crate::clock::Ids;
use crate::reference::log_text;

/// In the extensions of a response whose body is only a stand-in: draw a page for this problem instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowProblem(pub Problem);

/// A response with this status, the problem in its extensions, and its code and reference as text.
pub fn refuse(status: StatusCode, problem: Problem) -> Response {
    let reference = problem.reference.as_ref().map(|reference| format!(" {reference}")).unwrap_or_default();
    let text = format!("{}{reference}\n", problem.code.as_str());
    let mut response = (status, text).into_response();
    response.extensions_mut().insert(ShowProblem(problem));
    response
}

/// What panicked has been logged by the panic hook, in the request's span.
pub(super) fn panicked(ids: &dyn Ids) -> Response {
    let problem = log_text(ids, Problem::new(ProblemCode::Internal), "a request panicked");
    refuse(StatusCode::INTERNAL_SERVER_ERROR, problem)
}
