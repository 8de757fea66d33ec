//! Middleware around the server functions: it distinguishes plain forms from scripts, and disables the form handling of the framework, which
//! would redirect to the `Referer` and write errors into the address.

use app::RequestKind;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use backend::http::problem_response;
use contract::{Problem, ProblemCode};
use http::{HeaderValue, StatusCode, header};

/// Sets the `RequestKind`, and hides `Accept` and `Referer` from the framework. A form that could not be decoded gets an error page.
pub async fn classify(mut request: Request, next: Next) -> Response {
    let wants_page = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let form = wants_page.is_some_and(|accept| accept.contains("text/html"));
    let kind = if form { RequestKind::Form } else { RequestKind::Fetch };
    request.extensions_mut().insert(kind);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    request.headers_mut().remove(header::REFERER);
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if form && !response.status().is_redirection() {
        return refusal(&response);
    }
    response
}

/// Every server function redirects a form, unless it came too soon after others; without a redirect the form could not be decoded.
fn refusal(response: &Response) -> Response {
    let status = response.status();
    let code =
        if status == StatusCode::TOO_MANY_REQUESTS { ProblemCode::TooFast } else { ProblemCode::BadForm };
    let mut refusal = problem_response(status, Problem::new(code));
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        refusal.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    refusal
}
