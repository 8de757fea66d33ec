//! `/_emulator/*`: for developers and tests only.

pub(crate) mod clock;
mod directory;
mod entra;
mod faults;
mod people;
mod throttling;

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::json;
use world::effect::Entry;

use crate::{call::Call, console, pages, site::Site};

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(console::routes())
        .route(pages::STYLE_PATH, get(pages::style))
        .route("/_emulator/ledger", get(ledger))
        .route("/_emulator/clients", get(clients).patch(entra::change_client))
        .route("/_emulator/keys", post(entra::rotate))
        .route("/_emulator/revocations", post(entra::revoke))
        .route("/_emulator/groups", get(console::groups_page).post(entra::create_groups))
        .route("/_emulator/faults", get(faults::read).post(faults::set).delete(faults::clear))
        .route("/_emulator/clock", get(clock::read).post(clock::change))
        .route("/_emulator/directory", get(directory::read).patch(directory::change))
        .route("/_emulator/reset", post(reset))
        .route("/_emulator/throttling", get(throttling::read).patch(throttling::change))
        .route("/_emulator/users", patch(people::change_user))
        .route("/_emulator/contacts", post(people::add_contact))
        .route("/_emulator/accounts", post(people::add_account))
}

/// A refusal of the control addresses.
fn refuse(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": message }))).into_response()
}

/// A part of the ledger.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Part {
    /// Only what came after this number.
    after: u64,
    /// So many entries at most.
    top: Option<usize>,
}

async fn ledger(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(wanted): Query<console::ledger::Wanted>,
    Query(part): Query<Part>,
) -> Response {
    if pages::wants_page(&headers) {
        return console::ledger::page(&site, &wanted);
    }
    // Taken out first: writing a long one as JSON takes its time, and nobody else could look at the world meanwhile.
    let entries: Vec<Entry> = site.read(|world| {
        let ledger = world.ledger();
        let first = ledger.partition_point(|entry| entry.seq <= part.after);
        ledger.iter().skip(first).take(part.top.unwrap_or(usize::MAX)).cloned().collect()
    });
    Json(entries).into_response()
}

async fn clients(State(site): State<Site>, headers: HeaderMap) -> Response {
    if pages::wants_page(&headers) {
        return console::clients_page(&site);
    }
    site.read(|world| Json(world.clients()).into_response())
}

#[derive(Debug, Deserialize)]
struct Reset {
    seed: String,
}

async fn reset(State(site): State<Site>, call: Call, body: axum::body::Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Reset>(&body) else {
        return refuse("the body is {\"seed\": \"contoso\"}");
    };
    if site.reset(&call.cause, &wanted.seed).await {
        Json(json!({ "seed": wanted.seed })).into_response()
    } else {
        refuse(&format!("there is no seed '{}'", wanted.seed))
    }
}
