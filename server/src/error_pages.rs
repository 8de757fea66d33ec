//! Error pages for requests that were rejected before a page could respond: wrong host, cross-site form, too large, too slow, a panic.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::Backend;
use backend::http::ProblemExtension;
use contract::{LocalPath, Problem};
use http::request::Parts;
use http::{HeaderValue, Method, header};
use tower::ServiceExt as _;

/// How long loading the session may take: the database may be what fails.
const SESSION_TIMEOUT: Duration = Duration::from_secs(2);

/// Renders error pages outside of the session layer.
#[derive(Clone)]
pub struct ErrorPages {
    with_session: Router,
    without_session: Router,
}

impl ErrorPages {
    /// Error pages from these pages.
    pub fn new(backend: &Backend, pages: Router) -> Self {
        Self { with_session: backend.auth.with_callers(pages.clone()), without_session: pages }
    }

    /// The page at this address, for the caller; as for an unknown caller if the session cannot be loaded.
    async fn page(&self, original: Parts, address: &str) -> Response {
        let request = || {
            let mut parts = original.clone();
            parts.method = Method::GET;
            if let Ok(uri) = address.parse() {
                parts.uri = uri;
            }
            Request::from_parts(parts, Body::empty())
        };
        let page = tokio::time::timeout(SESSION_TIMEOUT, self.with_session.clone().oneshot(request())).await;
        match page.map(IntoResponse::into_response) {
            Ok(page) if page.extensions().get::<ProblemExtension>().is_none() => page,
            _ => self.without_session.clone().oneshot(request()).await.into_response(),
        }
    }
}

/// What a script can show. Without it, it would take an unreadable answer for a connection that is lost.
fn in_words(original: &Parts, problem: &Problem, mut response: Response) -> Response {
    if let Some(body) = app::problem_json(original, problem) {
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *response.body_mut() = Body::from(body);
    }
    response
}

/// Replaces an error response by an error page, for clients that accept HTML, and by a problem in words for the scripts of pages. Keeps its status.
pub async fn render_errors(State(pages): State<ErrorPages>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let wants_page = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let wants_page = wants_page.is_some_and(|accept| accept.contains("text/html"));
    let original = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(ProblemExtension(problem)) = response.extensions().get::<ProblemExtension>().cloned() else {
        return response;
    };
    if !wants_page {
        return if original.uri.path().starts_with("/api/") {
            in_words(&original, &problem, response)
        } else {
            response
        };
    }
    // Only a GET request can be repeated.
    let path = original.uri.path_and_query().filter(|_| original.method == Method::GET);
    let back = path.and_then(|path| LocalPath::parse(path.as_str()).ok());
    let address = app::error_page_url(&problem, back.as_ref());
    let mut page = pages.page(original, &address).await;
    *page.status_mut() = response.status();
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    page
}
