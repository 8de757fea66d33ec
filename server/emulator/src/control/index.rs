//! The first page of the emulator.

use axum::{extract::State, response::Response};
use maud::html;

use crate::{call::Call, pages, seed::contoso::CONTOSO, site::Site};

const PLACES: [(&str, &str); 6] = [
    ("/_emulator/mail", "Mailbox: every mail that was sent, with its links"),
    ("/_emulator/directory", "Directory: tenants, users, invitations, policy (JSON)"),
    ("/_emulator/ledger", "Ledger: every effect, in order (JSON)"),
    ("/_emulator/clients", "App registrations (JSON)"),
    ("/_emulator/faults", "Faults that are set (JSON)"),
    ("/_emulator/clock", "Clock (JSON)"),
];

pub(super) async fn page(State(site): State<Site>, call: Call) -> Response {
    let people = site.read(|world| {
        let users = world.tenant(CONTOSO).map(|tenant| tenant.users.values()).into_iter().flatten();
        let mut people: Vec<_> = users
            .map(|user| {
                let kind = match (user.is_guest(), user.is_pending()) {
                    (false, _) => "member",
                    (true, false) => "guest",
                    (true, true) => "guest, invitation not accepted yet",
                };
                let address = user.mail.clone().unwrap_or_else(|| user.user_principal_name.clone());
                (user.is_guest(), user.display_name.clone(), address, kind)
            })
            .collect();
        people.sort();
        people
    });
    let body = html! {
        p { "Entra ID and Microsoft Graph on this machine, for development and tests. Nothing here reaches the real ones." }
        @if !site.app_origins.is_empty() {
            h2 { "The application" }
            ul.plain { @for origin in &site.app_origins { li { a href=(origin) { (origin) } } } }
        }
        h2 { "Look inside" }
        ul.plain { @for (path, text) in PLACES { li { a href=(path) { (text) } } } }
        h2 { "Who can sign in" }
        ul.plain {
            @for (_, name, address, kind) in people.iter().take(40) {
                li { (name) ", " (address) " " span.soft { "(" (kind) ")" } }
            }
        }
        h2 { "For applications" }
        dl {
            dt { "Authority" } dd { code { (call.origin) "/" (CONTOSO) "/v2.0" } }
            dt { "Graph" } dd { code { (call.origin) "/v1.0" } }
        }
    };
    pages::page("Overview", &body)
}
