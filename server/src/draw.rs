//! Pages for what was refused before a page could answer: wrong host, foreign form, too large, too slow, a panic.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use backend::http::ShowProblem;
use contract::LocalPath;
use http::{Method, header};

use crate::router::Pages;

/// Draws a page in place of a refusal, for whoever can read one, and keeps the refusal's status.
pub async fn refusals(
    axum::extract::State(pages): axum::extract::State<Pages>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let readable = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let readable = readable.is_some_and(|accept| accept.contains("text/html"));
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(ShowProblem(problem)) = response.extensions().get::<ShowProblem>().cloned().filter(|_| readable)
    else {
        return response;
    };
    // Only a page can be asked for once more.
    let path = asked.uri.path_and_query().filter(|_| asked.method == Method::GET);
    let back = path.and_then(|path| LocalPath::parse(path.as_str()).ok());
    let address = app::trouble_address(&problem, back.as_ref());
    let mut drawn = pages.draw(asked, &address).await;
    *drawn.status_mut() = response.status();
    drawn
}
