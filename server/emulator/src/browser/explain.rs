//! `/error?code=50020`: what a number means, where every `error_uri` leads.

use axum::{extract::Query, response::Response};
use http::StatusCode;
use maud::html;
use serde::Deserialize;

use super::catalogue;
use crate::{call::Call, pages};

pub(crate) const ERROR: &str = "/error";

/// The page's address for a number.
pub(super) fn address(call: &Call, number: u32) -> String {
    format!("{}{ERROR}?code={number}", call.origin)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    code: String,
}

/// The page.
pub(crate) async fn page(Query(wanted): Query<Wanted>) -> Response {
    let code = wanted.code.trim().trim_start_matches("AADSTS");
    let known = code.parse().ok().and_then(catalogue::row);
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
        form.row method="get" action=(ERROR) {
            div {
                label for="code" { "Another number" }
                input #code name="code" inputmode="numeric" required;
            }
            button { "Look up" }
        }
    };
    pages::page_with(status, &title, &body)
}
