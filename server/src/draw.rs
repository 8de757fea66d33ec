//! Pages for what was refused before a page could answer: wrong host, foreign form, too large, too slow, a panic.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::Backend;
use backend::http::ProblemExtension;
use contract::LocalPath;
use http::request::Parts;
use http::{Method, header};
use tower::ServiceExt as _;

/// How long it may take to find out who asks: the database may be what is in trouble.
const PATIENCE: Duration = Duration::from_secs(2);

/// Draws pages from outside of the sessions.
#[derive(Clone)]
pub struct Frame {
    known: Router,
    stranger: Router,
}

impl Frame {
    /// With these pages.
    pub fn new(backend: &Backend, pages: Router) -> Self {
        Self { known: backend.auth.with_callers(pages.clone()), stranger: pages }
    }

    /// The page at this address for whoever asked; as for a stranger when nobody can tell who that is.
    async fn draw(&self, asked: Parts, address: &str) -> Response {
        let request = || {
            let mut parts = asked.clone();
            parts.method = Method::GET;
            if let Ok(uri) = address.parse() {
                parts.uri = uri;
            }
            Request::from_parts(parts, Body::empty())
        };
        let drawn = tokio::time::timeout(PATIENCE, self.known.clone().oneshot(request())).await;
        match drawn.map(IntoResponse::into_response) {
            Ok(drawn) if drawn.extensions().get::<ProblemExtension>().is_none() => drawn,
            _ => self.stranger.clone().oneshot(request()).await.into_response(),
        }
    }
}

/// Draws a page in place of a refusal, for whoever can read one, and keeps the refusal's status.
pub async fn refusals(State(frame): State<Frame>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let readable = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let readable = readable.is_some_and(|accept| accept.contains("text/html"));
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(ProblemExtension(problem)) =
        response.extensions().get::<ProblemExtension>().cloned().filter(|_| readable)
    else {
        return response;
    };
    // Only a page can be asked for once more.
    let path = asked.uri.path_and_query().filter(|_| asked.method == Method::GET);
    let back = path.and_then(|path| LocalPath::parse(path.as_str()).ok());
    let address = app::error_page_url(&problem, back.as_ref());
    let mut drawn = frame.draw(asked, &address).await;
    *drawn.status_mut() = response.status();
    drawn
}
