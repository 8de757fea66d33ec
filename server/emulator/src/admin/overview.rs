//! The first page of the emulator, and the way to start again: `/_emulator/reset`.

use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::{
    clock, directory, faults, invitations,
    page::{Asked, moment, refuse},
    people, throttling,
};
use crate::{
    call::Call,
    pages::{
        frame::{Frame, OVERVIEW},
        see_other,
    },
    site::Site,
};

const PLACES: [(&str, &str, &str); 8] = [
    ("/_emulator/mail", "Mailbox", "every mail that was sent, with its links"),
    (directory::HERE, "Directory", "people, groups, invitations and policy of each organization"),
    (invitations::HERE, "Invitations", "who was invited, with the links to redeem"),
    (
        "/_emulator/policy",
        "Policy",
        "what the organization allows, and how the emulator reads what nobody knows",
    ),
    (faults::HERE, "Faults", "let calls fail, be slow, be refused"),
    (throttling::HERE, "Throttling", "how much each application may ask for"),
    ("/_emulator/clients", "App registrations", "with their secrets"),
    ("/_emulator/ledger", "Ledger", "everything that ever happened, newest first"),
];

/// The routes. A page that answers a form stays at the address of the form: who opens it anew gets the page itself.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(OVERVIEW, get(page))
        .route("/_emulator", get(page))
        .route("/_emulator/", get(page))
        .route("/_emulator/start-again", post(start_again).get(async || see_other(OVERVIEW)))
        .route("/_emulator/reset", post(reset))
}

/// What was sent and could not be done.
enum Trouble {
    /// The box was not checked.
    Unsure,
    /// There is no such world.
    World,
}

async fn page(State(site): State<Site>, call: Call, Query(asked): Query<Asked>) -> Response {
    show(&site, &call, asked.contains_key("started"), None)
}

fn show(site: &Site, call: &Call, started: bool, trouble: Option<&Trouble>) -> Response {
    let faults = site.faults.list().iter().filter(|fault| fault.times != Some(0)).count();
    let tenant = site.read(|world| world.resource_tenant().map(|tenant| tenant.id.to_string()));
    let tenant = tenant.unwrap_or_default();
    let body = html! {
        @if trouble.is_some() {
            div role="alert" { p { strong { "Error: nothing was changed." } } p { a href="#again" { "See what is missing" } } }
        }
        p { "Entra ID and Microsoft Graph on this machine, for development and tests. Nothing here reaches the real ones." }
        @if !site.app_origins.is_empty() {
            h2 { "The application" }
            ul.plain { @for origin in &site.app_origins { li { a href=(origin) { (origin) } } } }
        }
        h2 { "Look inside" }
        ul.plain {
            @for (path, name, text) in PLACES { li { a href=(path) { (name) } ": " (text) } }
            li { a href=(clock::HERE) { "Clock" } ": " (moment(call.now())) }
        }
        @match faults {
            0 => {}
            1 => p role="status" { strong { "1 fault is set." } },
            more => p role="status" { strong { (more) " faults are set." } },
        }
        h2 { "Who can sign in" }
        (people::first(site))
        h2 { "For applications" }
        dl {
            dt { "Authority" } dd { code { (call.origin) "/" (tenant) "/v2.0" } }
            dt { "Graph" } dd { code { (call.origin) "/v1.0" } }
        }
        h2 #again { "Start again" }
        (again(site, trouble))
    };
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let notice =
        started.then(|| site.read(|world| format!("Started again from the world {}.", world.seed())));
    Frame::console("Overview", OVERVIEW).status(status).saying(notice).show(&body)
}

fn again(site: &Site, trouble: Option<&Trouble>) -> Markup {
    let (current, seeds) = site.read(|world| (world.seed().to_owned(), world.seeds()));
    let unsure = matches!(trouble, Some(Trouble::Unsure)).then_some("true");
    html! {
        p { "Everybody goes back to how a named world begins. People, mail, faults and the ledger as they are now are forgotten. The clock stays as it is. The world crowded takes some seconds." }
        form method="post" action="/_emulator/start-again" {
            label for="seed" { "World" }
            select #seed name="seed" aria-describedby="worlds" {
                @for (name, _) in &seeds { option value=(name) selected[*name == current] { (name) } }
            }
            @if matches!(trouble, Some(Trouble::World)) { p role="alert" { "Error: there is no such world." } }
            ul #worlds.soft { @for (name, text) in &seeds { li { (name) ": " (text) } } }
            label.check {
                input #sure type="checkbox" name="sure" value="1" required autofocus[unsure.is_some()]
                    aria-invalid=[unsure] aria-describedby=[unsure.map(|_| "trouble")];
                span { "Forget people, mail, faults and the ledger" }
            }
            @if unsure.is_some() { p #trouble role="alert" { "Error: check the box, if that is what you want." } }
            div.actions { button.quiet { "Start again" } }
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Again {
    seed: String,
    sure: String,
}

async fn start_again(State(site): State<Site>, call: Call, Form(wanted): Form<Again>) -> Response {
    if !site.read(|world| world.seeds().iter().any(|(name, _)| *name == wanted.seed)) {
        return show(&site, &call, false, Some(&Trouble::World));
    }
    if wanted.sure.is_empty() {
        return show(&site, &call, false, Some(&Trouble::Unsure));
    }
    if !site.reset(&call.meta, &wanted.seed).await {
        return show(&site, &call, false, Some(&Trouble::World));
    }
    see_other("/_emulator/?started=1")
}

#[derive(Debug, Deserialize)]
struct Reset {
    seed: String,
}

async fn reset(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Reset>(&body) else {
        return refuse("the body is {\"seed\": \"contoso\"}");
    };
    if site.reset(&call.meta, &wanted.seed).await {
        Json(json!({ "seed": wanted.seed })).into_response()
    } else {
        refuse(&format!("there is no seed '{}'", wanted.seed))
    }
}
