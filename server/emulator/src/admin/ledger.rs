//! The ledger, as JSON or as a page with the newest entry first: `/_emulator/ledger`.

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::HeaderMap;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;
use world::{World, effect::LedgerEntry, ids::UserId};

use super::{page::moment, paging::Paging};
use crate::{app_state::AppState, pages, pages::frame::Frame};

const PATH: &str = "/_emulator/ledger";

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(read))
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LedgerPageQuery {
    page: Option<String>,
}

/// The page.
fn page(state: &AppState, query: &LedgerPageQuery) -> Response {
    let body = state.read(|world| {
        let ledger = world.ledger();
        let paging = Paging::new(query.page.as_deref(), ledger.len());
        html! {
            p { "Everything that ever happened in this world, newest first. Nothing else changes it." }
            @for entry in paging.of(ledger.iter().rev()) { (one(world, entry)) }
            (paging.links(PATH, &[], "entry", "entries"))
        }
    });
    Frame::admin("Ledger", PATH).show(&body)
}

fn one(world: &World, entry: &LedgerEntry) -> Markup {
    let effect = serde_json::to_value(&entry.effect).unwrap_or_default();
    let app = entry.by.app.and_then(|app| world.clients().iter().find(|client| client.client_id == app));
    let by = [app.map(|app| app.name.clone()), entry.by.user.map(|user| name_of(world, user))];
    let by: Vec<_> = by.into_iter().flatten().collect();
    html! {
        article {
            h2 { (entry.seq) ". " (sentence(world, &effect)) }
            p.soft { (moment(entry.at)) @if !by.is_empty() { ", by " (by.join(", ")) } }
            details {
                summary { "Details of " (entry.seq) }
                dl.small {
                    dt { "request-id" } dd { code { (entry.request_id) } }
                    @if let Some(id) = &entry.client_request_id { dt { "client-request-id" } dd { code { (id) } } }
                }
                pre { (serde_json::to_string_pretty(&effect).unwrap_or_default()) }
            }
        }
    }
}

fn name_of(world: &World, id: UserId) -> String {
    let found = world.tenants().find_map(|tenant| tenant.user(id));
    found.map_or_else(|| id.to_string(), |user| user.display_name.clone())
}

/// `userCreated` as "User created", with the object that it is about.
fn sentence(world: &World, effect: &Value) -> String {
    let mut words = String::new();
    for c in effect["kind"].as_str().unwrap_or("something").chars() {
        match (words.is_empty(), c.is_uppercase()) {
            (true, _) => words.extend(c.to_uppercase()),
            (false, true) => words.extend([' '].into_iter().chain(c.to_lowercase())),
            (false, false) => words.push(c),
        }
    }
    match subject(world, effect) {
        Some(subject) => format!("{words}: {subject}"),
        None => words,
    }
}

fn subject(world: &World, effect: &Value) -> Option<String> {
    let text = |pointer: &str| effect.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let user = text("/user").and_then(|id| id.parse().ok()).map(|id| name_of(world, id));
    [
        "/invitation/address",
        "/mail/subject",
        "/user/displayName",
        "/group/displayName",
        "/account/address",
        "/address",
        "/seed",
    ]
    .iter()
    .find_map(|pointer| text(pointer))
    .or(user)
}

/// The query of the JSON: a part of the ledger.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LedgerRange {
    /// Only entries after this number.
    after: u64,
    /// The maximum number of entries.
    top: Option<usize>,
}

async fn read(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<LedgerPageQuery>,
    Query(range): Query<LedgerRange>,
) -> Response {
    if pages::wants_page(&headers) {
        return page(&state, &query);
    }
    // Cloned first: serializing a long ledger takes long, and the world would stay locked meanwhile.
    let entries: Vec<LedgerEntry> = state.read(|world| {
        let ledger = world.ledger();
        let first = ledger.partition_point(|entry| entry.seq <= range.after);
        ledger.iter().skip(first).take(range.top.unwrap_or(usize::MAX)).cloned().collect()
    });
    Json(entries).into_response()
}
