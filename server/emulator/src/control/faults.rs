//! The faults that are set, as JSON.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};

use super::refuse;
use crate::{console, faults::fault::Fault, pages, site::Site};

pub(super) async fn read(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(asked): Query<console::Asked>,
) -> Response {
    if pages::wants_page(&headers) {
        return console::faults::page(&site, &asked);
    }
    Json(site.faults.list()).into_response()
}

/// An array replaces every fault, a single one is added.
pub(super) async fn set(State(site): State<Site>, body: Bytes) -> Response {
    if let Ok(fault) = serde_json::from_slice::<Fault>(&body) {
        site.faults.add(fault);
        return Json(site.faults.list()).into_response();
    }
    match serde_json::from_slice::<Vec<Fault>>(&body) {
        Ok(faults) => {
            site.faults.set(faults);
            Json(site.faults.list()).into_response()
        }
        Err(error) => refuse(&format!("neither a fault nor an array of faults: {error}")),
    }
}

pub(super) async fn clear(State(site): State<Site>) -> Response {
    site.faults.set(Vec::new());
    StatusCode::NO_CONTENT.into_response()
}
