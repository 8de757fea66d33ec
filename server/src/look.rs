//! How the pages look: the mark and the accent's style sheet by their addresses, and the form that a new mark comes with.

use std::sync::Arc;

use app::Ports;
use axum::extract::Path;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use backend::http::{MARK_PATH, problem_response};
use contract::ports::Browser;
use contract::{Caller, DraftId, LocalPath, NoCaller, Problem, ProblemCode, UploadedMark};
use http::{HeaderName, HeaderValue, StatusCode, header};

/// What everybody sees. Without the caller: browsers fetch these on every page.
pub fn files(ports: Ports) -> Router {
    Router::new().route("/look/{name}", get(file)).layer(Extension(ports))
}

/// What an administrator sends.
pub fn form(ports: Ports) -> Router {
    Router::new().route(MARK_PATH, post(upload)).layer(Extension(ports))
}

/// A mark or a style sheet. The address changes with the contents, so browsers may cache it for ever.
async fn file(Extension(ports): Extension<Ports>, Path(name): Path<String>) -> Response {
    if let Some(style) = ports.looks.style(&name) {
        return cached("text/css; charset=utf-8", style.into_bytes());
    }
    let Some(digest) = name.strip_suffix(".png") else { return StatusCode::NOT_FOUND.into_response() };
    match ports.looks.mark(digest).await {
        Ok(picture) => cached("image/png", picture),
        Err(problem) => app::status_of(problem.code).into_response(),
    }
}

fn cached(content_type: &'static str, body: Vec<u8>) -> Response {
    let caching = HeaderValue::from_static("public, max-age=31536000, immutable");
    let content_type = HeaderValue::from_static(content_type);
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, caching)], body).into_response()
}

/// Takes a mark, and leads to the page that shows what will change. What cannot be a mark is said beside its field: the page's address has the
/// code.
async fn upload(
    Extension(ports): Extension<Ports>,
    caller: Option<Extension<Caller>>,
    no_caller: Option<Extension<NoCaller>>,
    Extension(browser): Extension<Arc<dyn Browser>>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    if let Some(Extension(NoCaller { problem, .. })) = no_caller {
        return refused(problem);
    }
    let page = app::look_page();
    let Some(Extension(caller)) = caller else {
        return Redirect::to(&app::session_lapsed_url(&page, browser.has_signed_out())).into_response();
    };
    // Before anything is read.
    if !caller.is_administrator() {
        return refused(Problem::new(ProblemCode::NotAllowed));
    }
    let Ok(form) = form else { return refused(Problem::new(ProblemCode::BadForm)) };
    let Ok(mark) = read(form).await else { return refused(Problem::new(ProblemCode::BadForm)) };
    let draft = mark.draft.clone();
    match ports.settings.upload_mark(&caller, mark).await {
        Ok(answer) => redirect(&app::page_after_look(&answer)),
        Err(problem) if !problem.fields.is_empty() => {
            redirect(&app::look_page_with(problem.code, draft.as_ref()))
        }
        Err(problem) => refused(problem),
    }
}

/// The fields of the form; a field that it does not have is left out. Its size is bounded for the body as a whole.
async fn read(mut form: Multipart) -> Result<UploadedMark, MultipartError> {
    let mut mark = UploadedMark { sender: String::new(), draft: None, file: Vec::new() };
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "sender" => mark.sender = field.text().await?,
            "draft" => mark.draft = DraftId::parse(&field.text().await?).ok(),
            "file" => mark.file = field.bytes().await?.to_vec(),
            _ => {}
        }
    }
    Ok(mark)
}

fn refused(problem: Problem) -> Response {
    problem_response(app::status_of(problem.code), problem)
}

/// As the server functions do it: what was prefetched shows the state before.
fn redirect(to: &LocalPath) -> Response {
    let mut response = Redirect::to(to.as_str()).into_response();
    let headers = response.headers_mut();
    let clear = HeaderValue::from_static("\"prefetchCache\"");
    headers.insert(HeaderName::from_static("clear-site-data"), clear);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
