//! The frame of every page of the emulator. Different on purpose: nobody shall take it for the real thing.

use axum::response::{Html, IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION},
};
use maud::{DOCTYPE, Markup, html};

const STYLE: &str = include_str!("style.css");

/// Where the style sheet is served.
pub const STYLE_PATH: &str = "/_emulator/style.css";

const PLACES: [(&str, &str); 6] = [
    ("/", "Overview"),
    ("/_emulator/mail", "Mailbox"),
    ("/_emulator/people", "People"),
    ("/_emulator/faults", "Faults"),
    ("/_emulator/clock", "Clock"),
    ("/_emulator/ledger", "Ledger"),
];

/// A page with a heading and a body.
pub fn page(title: &str, body: &Markup) -> Response {
    page_with(StatusCode::OK, title, body)
}

/// A page with this status.
pub fn page_with(status: StatusCode, title: &str, body: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " - local emulator" }
                link rel="stylesheet" href=(STYLE_PATH);
                link rel="icon" href="data:,";
            }
            body {
                header {
                    p { strong { "Local emulator" } ": not Microsoft" }
                    nav aria-label="Emulator" {
                        @for (path, text) in PLACES { a href=(path) { (text) } " " }
                    }
                }
                main {
                    h1 { (title) }
                    (body)
                }
            }
        }
    };
    let mut response = (status, Html(page.into_string())).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
        ),
    );
    response
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
