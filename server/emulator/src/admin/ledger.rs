//! The ledger, as people read it newest first: `/_emulator/ledger`.

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
use crate::{pages, pages::frame::Frame, site::Site};

const HERE: &str = "/_emulator/ledger";

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route(HERE, get(read))
}

/// Which part people read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    page: Option<String>,
}

/// The page.
fn page(site: &Site, wanted: &Wanted) -> Response {
    let body = site.read(|world| {
        let ledger = world.ledger();
        let paging = Paging::new(wanted.page.as_deref(), ledger.len());
        html! {
            p { "Everything that ever happened in this world, newest first. Nothing else changes it." }
            @for entry in paging.of(ledger.iter().rev()) { (one(world, entry)) }
            (paging.links(HERE, &[], "entry", "entries"))
        }
    });
    Frame::console("Ledger", HERE).show(&body)
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

/// `userCreated` as "User created", with whom or what it is about.
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

/// A part of the ledger.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Part {
    /// Only what came after this number.
    after: u64,
    /// So many entries at most.
    top: Option<usize>,
}

async fn read(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
    Query(part): Query<Part>,
) -> Response {
    if pages::wants_page(&headers) {
        return page(&site, &wanted);
    }
    // Taken out first: writing a long one as JSON takes its time, and nobody else could look at the world meanwhile.
    let entries: Vec<LedgerEntry> = site.read(|world| {
        let ledger = world.ledger();
        let first = ledger.partition_point(|entry| entry.seq <= part.after);
        ledger.iter().skip(first).take(part.top.unwrap_or(usize::MAX)).cloned().collect()
    });
    Json(entries).into_response()
}
