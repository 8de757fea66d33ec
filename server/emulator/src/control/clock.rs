//! The clock: read it, move it.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use super::refuse;
use crate::site::Site;

/// The most that the clock moves at once: ten years, in milliseconds.
const MOST: i64 = 10 * 366 * 24 * 60 * 60 * 1000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_ms: i64,
}

pub(super) async fn read(State(site): State<Site>) -> Response {
    let now = site.clock.now().format(&Rfc3339).unwrap_or_default();
    Json(json!({ "now": now, "ahead_ms": site.clock.ahead_ms() })).into_response()
}

pub(super) async fn advance(site: State<Site>, body: Bytes) -> Response {
    match serde_json::from_slice::<Advance>(&body) {
        Ok(wanted) if wanted.advance_ms.abs() <= MOST && site.clock.ahead_ms().abs() <= MOST => {
            site.clock.advance(wanted.advance_ms);
            read(site).await
        }
        Ok(_) => refuse("the clock does not move more than ten years"),
        Err(error) => refuse(&format!("the body is {{\"advance_ms\": n}}: {error}")),
    }
}
