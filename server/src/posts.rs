//! Around the server functions: a plain form and a script are told apart here, and the framework's own form handling is switched off. It
//! would redirect to whatever `Referer` says, and write errors into the address.

use app::RequestKind;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use backend::http::problem_response;
use contract::{Problem, ProblemCode};
use http::{HeaderValue, header};

/// Marks who posts, and hides `Accept` and `Referer` from the framework. A form that could not be read gets a page.
pub async fn tell_apart(mut request: Request, next: Next) -> Response {
    let wants_page = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let form = wants_page.is_some_and(|accept| accept.contains("text/html"));
    let visit = if form { RequestKind::Form } else { RequestKind::Fetch };
    request.extensions_mut().insert(visit);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    request.headers_mut().remove(header::REFERER);
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if form && !response.status().is_redirection() {
        // Every server function sends a form on; one that has not could not even be read.
        return problem_response(response.status(), Problem::new(ProblemCode::BadForm));
    }
    response
}
