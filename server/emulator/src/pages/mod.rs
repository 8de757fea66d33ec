//! The frame of every page of the emulator. It looks different from Microsoft's pages on purpose.

mod decision;
pub(crate) mod frame;
mod plain;

use axum::response::{IntoResponse, Response};
pub use decision::decision;
pub use frame::{Frame, OVERVIEW};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, LOCATION},
};
use maud::Markup;
use percent_encoding::{CONTROLS, utf8_percent_encode};
pub use plain::frame_plain_responses;

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

/// Whether the client is a browser, which gets pages; other clients get JSON.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// 303 See Other: the answer to a POST form.
pub fn see_other(location: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, location)
}

/// Whether an address is a path of this emulator. Browsers drop tabs and line breaks, so these must not make it an address of another host.
pub fn is_local(address: &str) -> bool {
    let plain = !address.contains('\\') && !address.contains(char::is_control);
    plain && address.starts_with('/') && !address.starts_with("//")
}

/// An address as a header value, with non-ASCII characters encoded.
fn in_ascii(address: &str) -> Option<HeaderValue> {
    if address.is_ascii() {
        return HeaderValue::try_from(address).ok();
    }
    let encoded = || utf8_percent_encode(address, CONTROLS).to_string();
    HeaderValue::try_from(url::Url::parse(address).map_or_else(|_| encoded(), String::from)).ok()
}

/// Redirects the browser.
pub fn redirect(status: StatusCode, location: &str) -> Response {
    match in_ascii(location) {
        Some(location) => {
            (status, [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-store"))])
                .into_response()
        }
        None => (StatusCode::BAD_REQUEST, "The address to go to is not one.").into_response(),
    }
}

/// Serves the style sheet.
pub async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=3600")], STYLE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use http::StatusCode;

    use super::{is_local, redirect};

    #[test]
    fn only_paths_of_the_emulator_are_local() {
        for local in ["/", "/redeem?rd=https%3A%2F%2Fx", "/a//b"] {
            assert!(is_local(local), "{local}");
        }
        for other in [
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https://x",
        ] {
            assert!(!is_local(other), "{other:?}");
        }
    }

    #[test]
    fn an_address_in_any_script_is_gone_to() {
        for (address, location) in [
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://localhost:3000/\u{17e}?q=\u{17e}", "http://localhost:3000/%C5%BE?q=%C5%BE"),
            ("https://\u{17e}.example/", "https://xn--jha.example/"),
            ("/\u{17e}", "/%C5%BE"),
        ] {
            let response = redirect(StatusCode::FOUND, address);
            assert_eq!(response.headers()["location"], location);
        }
    }
}
