//! The limits of throttling, as JSON.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use serde_json::{Map, Value};

use super::refuse;
use crate::{console, pages, patch::merged, site::Site};

pub(super) async fn read(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(asked): Query<console::Asked>,
) -> Response {
    if pages::wants_page(&headers) {
        return console::throttling::page(&site, &asked);
    }
    Json(site.throttle.limits()).into_response()
}

/// Changes the limits that are named, and forgets what was spent.
pub(super) async fn change(State(site): State<Site>, body: Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of limits");
    };
    match merged(&site.throttle.limits(), wanted) {
        Ok(limits) => {
            site.throttle.set(limits);
            Json(site.throttle.limits()).into_response()
        }
        Err(error) => refuse(&error.to_string()),
    }
}
