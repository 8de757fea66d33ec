//! Turns plain-text error responses into pages for browsers.

use axum::{body::to_bytes, extract::Request, middleware::Next, response::Response};
use http::{
    StatusCode,
    header::{ALLOW, CONTENT_TYPE},
};
use maud::html;

use super::{
    frame::{Frame, OVERVIEW},
    wants_page,
};

/// The maximum size of an error text that is shown on the page, in bytes.
const MAX_TEXT_BYTES: usize = 4096;

/// Turns error responses that are empty or plain text into pages, for browsers. Other clients get them unchanged.
pub async fn frame_plain_responses(request: Request, next: Next) -> Response {
    let (path, browser) = (request.uri().path().to_owned(), wants_page(request.headers()));
    let response = next.run(request).await;
    let status = response.status();
    if !browser || !(status.is_client_error() || status.is_server_error()) || !is_plain(&response) {
        return response;
    }
    let allow = response.headers().get(ALLOW).cloned();
    let body_text = to_bytes(response.into_body(), MAX_TEXT_BYTES).await.unwrap_or_default();
    let (title, text) = words(status);
    let body = html! {
        p { (text) }
        @if !body_text.is_empty() { p.soft.small { (String::from_utf8_lossy(&body_text)) } }
        div.actions { a.button href=(OVERVIEW) { "Go to the overview" } }
    };
    let frame = if path.starts_with("/_emulator") { Frame::admin(title, &path) } else { Frame::new(title) };
    let mut page = frame.status(status).show(&body);
    if let Some(allow) = allow {
        page.headers_mut().insert(ALLOW, allow);
    }
    page
}

/// Whether a response is neither a page nor JSON.
fn is_plain(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => {
            ("There is no such page", "Nothing is at this address. It may be cut short or mistyped.")
        }
        StatusCode::METHOD_NOT_ALLOWED => (
            "This address takes a form only",
            "It cannot be opened by itself. Go back to the page with the form, and send it from there.",
        ),
        StatusCode::FORBIDDEN => ("This is not allowed", "The emulator refuses this request."),
        status if status.is_server_error() => {
            ("Something went wrong", "The emulator could not answer. That is a fault of its own.")
        }
        _ => (
            "This cannot be read",
            "Something in the address, or in the form that was sent, is not what this page expects.",
        ),
    }
}
