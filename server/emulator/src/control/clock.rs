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
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use super::refuse;
use crate::{console, pages, site::Site};

/// The most that the clock is ahead or behind: ten years, in milliseconds.
const MOST: i64 = 10 * 366 * 24 * 60 * 60 * 1000;

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
        Wanted::Advance { advance_ms } => advance(&site, advance_ms),
        Wanted::Ahead { ahead_ms } => set_ahead(&site, ahead_ms),
        Wanted::Now { now } => set(&site, &now),
    };
    match moved {
        Ok(()) => tell(&site),
        Err(message) => refuse(message),
    }
}

/// Moves the clock forward, or back when negative.
pub(crate) fn advance(site: &Site, milliseconds: i64) -> Result<(), &'static str> {
    check(site.clock.ahead_ms().saturating_add(milliseconds))?;
    site.clock.advance(milliseconds);
    Ok(())
}

/// Sets the clock so far ahead of the system's.
pub(crate) fn set_ahead(site: &Site, milliseconds: i64) -> Result<(), &'static str> {
    check(milliseconds)?;
    site.clock.set_ahead(milliseconds);
    Ok(())
}

/// The earliest that the clock can be set to.
pub(crate) fn first() -> OffsetDateTime {
    OffsetDateTime::now_utc() - Duration::milliseconds(MOST)
}

/// The latest that the clock can be set to.
pub(crate) fn last() -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::milliseconds(MOST)
}

fn check(ahead_ms: i64) -> Result<(), &'static str> {
    let fits = ahead_ms.unsigned_abs() <= MOST.unsigned_abs();
    if fits { Ok(()) } else { Err("the clock does not go further than ten years") }
}

/// Sets the clock to a moment (RFC 3339).
pub(crate) fn set(site: &Site, moment: &str) -> Result<(), &'static str> {
    let moment = OffsetDateTime::parse(moment, &Rfc3339).map_err(|_| "that is no moment as in RFC 3339")?;
    // The clock counts milliseconds: rather a little late than before the moment.
    let ahead = (moment - OffsetDateTime::now_utc()).whole_milliseconds() + 1;
    set_ahead(site, i64::try_from(ahead).unwrap_or(i64::MAX))
}
