//! The signing keys: `POST /_emulator/keys`.

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::StatusCode;
use serde_json::json;

use crate::app_state::AppState;

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/_emulator/keys", post(rotate))
}

/// Signs with a new key from now on.
async fn rotate(State(state): State<AppState>) -> Response {
    // Generating a key takes long, so it must not block the async runtime.
    let inside = state.clone();
    match tokio::task::spawn_blocking(move || inside.keys.rotate()).await {
        Ok(Ok(())) => Json(json!({ "keys": state.keys.public() })).into_response(),
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
