//! How the pages look: the mark and the accent's style sheet by their addresses, and the section's form where a new mark comes with it.

use std::sync::Arc;

use app::Ports;
use axum::extract::Path;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use backend::http::{MAX_BODY_BYTES, problem_response};
use contract::ports::Browser;
use contract::{Caller, LocalPath, NoCaller, Problem, ProblemCode, SettingsForm, UploadedMark, routes};
use http::{HeaderName, HeaderValue, StatusCode, header};

/// What everybody sees. Without the caller: browsers fetch these on every page.
pub fn files(ports: Ports) -> Router {
    Router::new().route(routes::LOOK_FILE, get(file)).layer(Extension(ports))
}

/// What an administrator sends.
pub fn form(ports: Ports) -> Router {
    Router::new().route(routes::MARK, post(upload)).layer(Extension(ports))
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

/// Takes a mark with the form of its section, and leads to the page that shows what will change, or to the one that says why it cannot be a mark.
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
    let Some(Extension(caller)) = caller else {
        return lapsed(&ports, &*browser, form).await;
    };
    // Before anything is read.
    if !caller.is_administrator() {
        return refused(Problem::new(ProblemCode::NotAllowed));
    }
    let Some(mark) = read(form).await else { return refused(Problem::new(ProblemCode::BadForm)) };
    match ports.settings.upload_mark(&caller, mark).await {
        Ok(answer) => redirect(&app::page_after_look(&answer)),
        Err(problem) => refused(problem),
    }
}

/// What was typed is kept for whom the form was rendered, and the page is shown once more after the sign-in; the file has to be chosen again.
async fn lapsed(
    ports: &Ports,
    browser: &dyn Browser,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let draft = match read(form).await {
        Some(mark) => ports.settings.save_for_sender(mark.form).await,
        None => Ok(None),
    };
    match draft {
        Ok(draft) => {
            let page = app::look_page(draft.as_ref());
            Redirect::to(&app::session_lapsed_url(&page, browser.has_signed_out())).into_response()
        }
        Err(problem) => refused(problem),
    }
}

/// The section's form with its file; nothing where it is another form.
async fn read(form: Result<Multipart, MultipartRejection>) -> Option<UploadedMark> {
    read_fields(form.ok()?).await.ok()?
}

/// The file's size is bounded for the body as a whole; what was typed is kept in a draft, and so bounded as in any other form.
async fn read_fields(mut parts: Multipart) -> Result<Option<UploadedMark>, MultipartError> {
    let mut form = SettingsForm { section: app::LOOK.to_owned(), ..SettingsForm::default() };
    let (mut file, mut version, mut size) = (Vec::new(), None, 0);
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            file = part.bytes().await?.to_vec();
            continue;
        }
        let text = part.text().await?;
        size += name.len() + text.len();
        match name.as_str() {
            "form[version]" => version = text.parse().ok(),
            "form[reason]" => form.reason = text,
            "form[sender]" => form.sender = text,
            name => {
                let field = name.strip_prefix("form[fields][").and_then(|name| name.strip_suffix(']'));
                form.fields.extend(field.map(|field| (field.to_owned(), text)));
            }
        }
    }
    let Some(version) = version.filter(|_| size <= MAX_BODY_BYTES) else { return Ok(None) };
    form.version = version;
    Ok(Some(UploadedMark { form, file }))
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
