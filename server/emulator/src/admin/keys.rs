//! The signing keys: `POST /_emulator/keys`.

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::StatusCode;
use serde_json::json;

use crate::site::Site;

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/_emulator/keys", post(rotate))
}

/// Signs with a new key from now on.
async fn rotate(State(site): State<Site>) -> Response {
    // Making a key takes its time: not on the thread that serves.
    let inside = site.clone();
    match tokio::task::spawn_blocking(move || inside.keys.rotate()).await {
        Ok(Ok(())) => Json(json!({ "keys": site.keys.public() })).into_response(),
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
