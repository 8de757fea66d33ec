//! The emulator's pages for people: look inside, change what happens. Links and forms only, no scripts; what a form may change, JSON on the
//! control addresses may as well.

mod choice;
mod clients;
pub(crate) mod clock;
pub(crate) mod directory;
pub(crate) mod faults;
mod groups;
mod invitations;
pub(crate) mod ledger;
mod overview;
mod paging;
mod people;
mod person;
mod policy;
pub(crate) mod throttling;

use axum::{
    Router,
    routing::{get, post},
};
use http::{HeaderMap, header::ACCEPT};
use time::{OffsetDateTime, macros::format_description};

pub(crate) use clients::page as clients_page;
pub(crate) use groups::page as groups_page;

use crate::site::Site;

/// The routes that are pages and forms only.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(overview::page))
        .route("/_emulator", get(overview::page))
        .route("/_emulator/", get(overview::page))
        .route("/_emulator/start-again", post(overview::start_again))
        .route("/_emulator/people", get(people::page))
        .route("/_emulator/people/{id}", get(person::page))
        .route("/_emulator/invitations", get(invitations::page))
        .route("/_emulator/policy", get(policy::page).post(policy::change))
        .route("/_emulator/faults/preset", post(faults::add_preset))
        .route("/_emulator/faults/own", post(faults::add_own))
        .route("/_emulator/faults/remove", post(faults::remove))
        .route("/_emulator/faults/clear", post(faults::clear))
        .route("/_emulator/clock/move", post(clock::change))
        .route("/_emulator/throttling/switch", post(throttling::switch))
}

/// Whether the client is a browser that shows pages; tools get JSON.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// A moment as people read it.
fn moment(at: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    at.format(format).unwrap_or_default()
}
