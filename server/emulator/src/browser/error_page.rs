//! `/error?code=50020`: the page that explains an error number. Every `error_uri` leads there.

use axum::{extract::Query, response::Response};
use http::StatusCode;
use maud::html;
use serde::Deserialize;

use super::error_codes;
use crate::{pages, request_context::RequestContext};

pub(crate) const ERROR_PATH: &str = "/error";

/// The page's address for a number.
pub(super) fn address(context: &RequestContext, number: u32) -> String {
    format!("{}{ERROR_PATH}?code={number}", context.origin)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorPageQuery {
    code: String,
}

/// The page.
pub(crate) async fn page(Query(query): Query<ErrorPageQuery>) -> Response {
    let code = query.code.trim().trim_start_matches("AADSTS");
    let known = code.parse().ok().and_then(error_codes::row);
    let (status, text) = match known {
        Some((error, sentence)) => {
            (StatusCode::OK, html! { p { (sentence) } p.soft { "OAuth error: " code { (error) } } })
        }
        None => (
            StatusCode::NOT_FOUND,
            html! { p { "The emulator has no sentence of its own for this number." } },
        ),
    };
    let title = if code.is_empty() { "Error numbers".to_owned() } else { format!("AADSTS{code}") };
    let body = html! {
        (text)
        form.row method="get" action=(ERROR_PATH) {
            div {
                label for="code" { "Another number" }
                input #code name="code" inputmode="numeric" required;
            }
            button { "Look up" }
        }
    };
    pages::page_with(status, &title, &body)
}
