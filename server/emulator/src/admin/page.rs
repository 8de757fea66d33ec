//! What the pages and the JSON of every thing share.

use std::collections::HashMap;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;
use time::{OffsetDateTime, macros::format_description};

/// What the address of a page asks; after a form it says what was done.
pub(super) type Asked = HashMap<String, String>;

/// A moment as people read it.
pub(super) fn moment(at: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    at.format(format).unwrap_or_default()
}

/// A refusal of the control addresses.
pub(super) fn refuse(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": message }))).into_response()
}
