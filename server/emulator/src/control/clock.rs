//! The clock: read it, move it, set it.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use super::refuse;
use crate::{console, pages, site::Site};

/// By how much to move, or what to set.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Wanted {
    Advance { advance_ms: i64 },
    Ahead { ahead_ms: i64 },
    Now { now: String },
}

pub(super) async fn read(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(asked): Query<console::Asked>,
) -> Response {
    if pages::wants_page(&headers) { console::clock::page(&site, &asked) } else { tell(&site) }
}

fn tell(site: &Site) -> Response {
    let now = site.clock.now().format(&Rfc3339).unwrap_or_default();
    Json(json!({ "now": now, "ahead_ms": site.clock.ahead_ms() })).into_response()
}

pub(super) async fn change(State(site): State<Site>, body: Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Wanted>(&body) else {
        return refuse(
            "the body is {\"advance_ms\": n}, {\"ahead_ms\": n} or {\"now\": \"2030-01-31T12:00:00Z\"}",
        );
    };
    let moved = match wanted {
        Wanted::Advance { advance_ms } => site.clock.advance(advance_ms),
        Wanted::Ahead { ahead_ms } => site.clock.set_ahead(ahead_ms),
        Wanted::Now { now } => site.clock.set(&now),
    };
    match moved {
        Ok(()) => tell(&site),
        Err(message) => refuse(message),
    }
}
