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
mod people;
mod person;
mod policy;
pub(crate) mod throttling;

use std::collections::HashMap;

use axum::{
    Router,
    routing::{get, post},
};
use time::{OffsetDateTime, macros::format_description};

pub(crate) use clients::page as clients_page;
pub(crate) use groups::page as groups_page;

use crate::{
    pages::{frame::OVERVIEW, see_other},
    site::Site,
};

/// What the address of a page asks; after a form it says what was done.
pub(crate) type Asked = HashMap<String, String>;

/// The routes that are pages and forms only.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(overview::page))
        .route("/_emulator", get(overview::page))
        .route("/_emulator/", get(overview::page))
        .route("/_emulator/start-again", post(overview::start_again).get(async || see_other(OVERVIEW)))
        .route("/_emulator/people", get(people::page))
        .route("/_emulator/people/{id}", get(person::page))
        .route("/_emulator/invitations", get(invitations::page))
        .route("/_emulator/policy", get(policy::page).post(policy::change))
        // A page that answers a form stays at the address of the form: who opens it anew gets the page itself.
        .route("/_emulator/faults/preset", post(faults::add_preset).get(async || see_other(faults::HERE)))
        .route("/_emulator/faults/own", post(faults::add_own).get(async || see_other(faults::HERE)))
        .route("/_emulator/faults/remove", post(faults::remove).get(async || see_other(faults::HERE)))
        .route("/_emulator/faults/clear", post(faults::clear).get(async || see_other(faults::HERE)))
        .route("/_emulator/clock/move", post(clock::change).get(async || see_other(clock::HERE)))
        .route(
            "/_emulator/throttling/switch",
            post(throttling::switch).get(async || see_other(throttling::HERE)),
        )
}

/// A moment as people read it.
fn moment(at: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    at.format(format).unwrap_or_default()
}
