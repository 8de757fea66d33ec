//! The first page of the emulator.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::{moment, people};
use crate::{
    call::Call,
    pages::{self, see_other},
    seed::{self, contoso::CONTOSO},
    site::Site,
};

const PLACES: [(&str, &str); 8] = [
    ("/_emulator/mail", "Mailbox: every mail that was sent, with its links"),
    ("/_emulator/directory", "Directory: people, groups, invitations and policy of each organization"),
    ("/_emulator/invitations", "Invitations: who was invited, with the links to redeem"),
    (
        "/_emulator/policy",
        "Policy: what the organization allows, and how the emulator reads what nobody knows",
    ),
    ("/_emulator/faults", "Faults: let calls fail, be slow, be refused"),
    ("/_emulator/throttling", "Throttling: how much each application may ask for"),
    ("/_emulator/clients", "App registrations, with their secrets"),
    ("/_emulator/ledger", "Ledger: everything that ever happened, newest first"),
];

pub(super) async fn page(State(site): State<Site>, call: Call) -> Response {
    let faults = site.faults.list().iter().filter(|fault| fault.times != Some(0)).count();
    let body = html! {
        p { "Entra ID and Microsoft Graph on this machine, for development and tests. Nothing here reaches the real ones." }
        @if !site.app_origins.is_empty() {
            h2 { "The application" }
            ul.plain { @for origin in &site.app_origins { li { a href=(origin) { (origin) } } } }
        }
        h2 { "Look inside" }
        ul.plain {
            @for (path, text) in PLACES { li { a href=(path) { (text) } } }
            li { a href="/_emulator/clock" { "Clock" } ": " (moment(call.now())) }
        }
        @match faults {
            0 => {}
            1 => p role="status" { strong { "1 fault is set." } },
            more => p role="status" { strong { (more) " faults are set." } },
        }
        h2 { "Who can sign in" }
        (people::first(&site))
        h2 { "For applications" }
        dl {
            dt { "Authority" } dd { code { (call.origin) "/" (CONTOSO) "/v2.0" } }
            dt { "Graph" } dd { code { (call.origin) "/v1.0" } }
        }
        h2 { "Start again" }
        (again(&site))
    };
    pages::page("Overview", &body)
}

fn again(site: &Site) -> Markup {
    let current = site.read(|world| world.seed().to_owned());
    html! {
        p { "Everybody and everything goes back to how a named world begins. Faults, mail and the ledger are forgotten." }
        form.row method="post" action="/_emulator/start-again" {
            div {
                label for="seed" { "World" }
                select #seed name="seed" {
                    @for (name, text) in seed::NAMES {
                        option value=(name) selected[name == current] { (name) ": " (text) }
                    }
                }
            }
            button { "Start again" }
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Again {
    seed: String,
}

pub(super) async fn start_again(State(site): State<Site>, call: Call, Form(wanted): Form<Again>) -> Response {
    if site.reset(&call.cause, &wanted.seed).await {
        see_other("/_emulator/")
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, "There is no such world.").into_response()
    }
}
