//! The emulator's admin pages and JSON endpoints, for developers and tests only. One file per subject, with its page and its JSON. Pages have links
//! and forms, no scripts; JSON can change everything that a form can.

mod accounts;
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
mod tenant_param;
mod throttling;

use axum::{Router, routing::get};

use crate::{app_state::AppState, pages};

/// The routes.
pub(crate) fn routes() -> Router<AppState> {
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
