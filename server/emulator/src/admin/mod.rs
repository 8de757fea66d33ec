//! The emulator's own pages, and the same as JSON: look inside, change what happens. For developers and tests only. Each thing has a file with
//! its page, its JSON and what they do. Links and forms only, no scripts; what a form may change, JSON may as well.

mod accounts;
mod choice;
mod clients;
mod clock;
mod contacts;
mod directory;
mod faults;
mod groups;
mod invitations;
mod keys;
mod ledger;
pub(crate) mod mail;
mod overview;
mod page;
mod paging;
mod people;
mod person;
mod policy;
mod revocations;
mod throttling;

use axum::{Router, routing::get};

use crate::{pages, site::Site};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(pages::STYLE_PATH, get(pages::style))
        .merge(overview::routes())
        .merge(mail::routes())
        .merge(directory::routes())
        .merge(policy::routes())
        .merge(people::routes())
        .merge(person::routes())
        .merge(groups::routes())
        .merge(invitations::routes())
        .merge(accounts::routes())
        .merge(contacts::routes())
        .merge(clients::routes())
        .merge(keys::routes())
        .merge(revocations::routes())
        .merge(faults::routes())
        .merge(throttling::routes())
        .merge(clock::routes())
        .merge(ledger::routes())
}
