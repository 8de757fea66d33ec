//! The frame of every page of the emulator. Different on purpose: nobody shall take it for the real thing.

mod decision;
mod frame;
mod plain;

use axum::response::{IntoResponse, Response};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, LOCATION},
};
use maud::Markup;

pub use decision::decision;
pub use frame::{Frame, OVERVIEW};
pub use plain::framed;

const STYLE: &str = include_str!("style.css");

/// Where the style sheet is served.
pub const STYLE_PATH: &str = "/_emulator/style.css";

/// A page with a heading and a body.
pub fn page(title: &str, body: &Markup) -> Response {
    Frame::new(title).show(body)
}

/// A page with this status.
pub fn page_with(status: StatusCode, title: &str, body: &Markup) -> Response {
    Frame::new(title).status(status).show(body)
}

/// Whether the client is a browser that shows pages; tools get JSON.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// See the other page: the answer to a POST form.
pub fn see_other(location: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, location)
}

/// Whether an address is a path of this emulator, and nothing that a browser takes for another host.
pub fn is_local(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains('\\')
}

/// Sends the browser to an address.
pub fn redirect(status: StatusCode, location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => {
            (status, [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-store"))])
                .into_response()
        }
        Err(_) => (StatusCode::BAD_REQUEST, "The address to go to is not one.").into_response(),
    }
}

/// Serves the style sheet.
pub async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=3600")], STYLE)
}
