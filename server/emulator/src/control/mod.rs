//! `/_emulator/*`: for developers and tests only.

mod clock;
mod directory;
mod entra;
mod index;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::{call::Call, faults::Fault, pages, site::Site};

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(index::page))
        .route("/_emulator", get(index::page))
        .route("/_emulator/", get(index::page))
        .route(pages::STYLE_PATH, get(pages::style))
        .route("/_emulator/ledger", get(ledger))
        .route("/_emulator/clients", get(clients).patch(entra::change_client))
        .route("/_emulator/keys", post(entra::rotate))
        .route("/_emulator/revocations", post(entra::revoke))
        .route("/_emulator/groups", post(entra::create_groups))
        .route("/_emulator/faults", get(faults).post(set_faults).delete(clear_faults))
        .route("/_emulator/clock", get(clock::read).post(clock::advance))
        .route("/_emulator/directory", get(directory::read).patch(directory::change))
        .route("/_emulator/reset", post(reset))
}

/// A refusal of the control addresses.
fn refuse(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": message }))).into_response()
}

/// A value with some of its properties changed.
fn merged<T: Serialize + DeserializeOwned>(whole: &T, wanted: Map<String, Value>) -> serde_json::Result<T> {
    let mut whole = serde_json::to_value(whole)?;
    if let Some(whole) = whole.as_object_mut() {
        whole.extend(wanted);
    }
    serde_json::from_value(whole)
}

async fn ledger(State(site): State<Site>) -> Response {
    site.read(|world| Json(world.ledger()).into_response())
}

async fn clients(State(site): State<Site>) -> Response {
    site.read(|world| Json(world.clients()).into_response())
}

async fn faults(State(site): State<Site>) -> Response {
    Json(site.faults.list()).into_response()
}

/// Replaces every fault.
async fn set_faults(State(site): State<Site>, body: axum::body::Bytes) -> Response {
    match serde_json::from_slice::<Vec<Fault>>(&body) {
        Ok(faults) => {
            site.faults.set(faults);
            Json(site.faults.list()).into_response()
        }
        Err(error) => refuse(&format!("not an array of faults: {error}")),
    }
}

async fn clear_faults(State(site): State<Site>) -> Response {
    site.faults.set(Vec::new());
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Debug, Deserialize)]
struct Reset {
    seed: String,
}

async fn reset(State(site): State<Site>, call: Call, body: axum::body::Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Reset>(&body) else {
        return refuse("the body is {\"seed\": \"contoso\"}");
    };
    if site.reset(&call.cause, &wanted.seed) {
        Json(json!({ "seed": wanted.seed })).into_response()
    } else {
        refuse(&format!("there is no seed '{}'", wanted.seed))
    }
}
