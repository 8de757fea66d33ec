//! What the admin pages and JSON endpoints share.

use std::collections::HashMap;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;
use time::{OffsetDateTime, macros::format_description};

/// The query parameters of a page; after a form they say what was done.
pub(super) type QueryParams = HashMap<String, String>;

/// A time, formatted for people.
pub(super) fn moment(at: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    at.format(format).unwrap_or_default()
}

/// The answer to an invalid JSON request: 400.
pub(super) fn refuse(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": message }))).into_response()
}
