//! The consent page, for a user or for an administrator.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use world::{World, ids::AccountId};

use super::{authorize_flow::decision, permission};
use crate::{browser::error::EntraError, pages, request_context::RequestContext};

/// The address of the form.
pub(super) const CONSENT: &str = "/login/consent";

/// The address that an account signs in with.
pub(super) fn address_of(world: &World, account: AccountId) -> String {
    world.account(account).map(|account| account.address.clone()).unwrap_or_default()
}

/// "Permissions requested": lists of permissions with headings, which may be empty.
pub(super) fn requested(app: &str, address: &str, lists: &[(&str, Vec<&str>)], form: &Markup) -> Response {
    let body = html! {
        p { "You are signed in as " strong { (address) } "." }
        p { strong { (app) } " would like to:" }
        @for (heading, permissions) in lists.iter().filter(|(_, permissions)| !permissions.is_empty()) {
            @if !heading.is_empty() { h2 { (heading) } }
            ul {
                @for permission in permissions {
                    li {
                        @match permission::words(permission) {
                            Some(words) => { (words) " (" code { (permission) } ")" },
                            None => code { (permission) },
                        }
                    }
                }
            }
        }
        (form)
    };
    pages::page("Permissions requested", &body)
}

/// The page that says that only an administrator can consent.
pub(super) fn needs_administrator(context: &RequestContext, app: &str, form: &Markup) -> Response {
    let way_out = html! {
        p { strong { "Need admin approval" } ": " (app) " needs permissions that only an administrator can grant." }
        (form)
    };
    EntraError::from_number(90_094).with_status(StatusCode::FORBIDDEN).page(context, &way_out)
}

/// The buttons; without `accept` only the one that returns to the application.
pub(super) fn form(back: &str, account: AccountId, accept: bool, offer_everybody: bool) -> Markup {
    if !accept {
        return html! {
            form method="post" action=(CONSENT) {
                input type="hidden" name="continue" value=(back);
                input type="hidden" name="account" value=(account);
                div.actions {
                    button.quiet name="decision" value="refused" { "Return to the application without granting consent" }
                }
            }
        };
    }
    let box_ = html! {
        @if offer_everybody {
            label.check {
                input type="checkbox" name="everybody" value="1";
                span { "Consent on behalf of your organization" }
            }
        }
    };
    decision(CONSENT, back, account, &box_, [("accept", "Accept"), ("cancel", "Cancel")])
}
