//! The people of a tenant: searched, filtered, a page at a time.

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;
use time::OffsetDateTime;

use super::{choice, moment, paging::Paging};
use crate::{
    call::Call,
    pages,
    seed::contoso::CONTOSO,
    site::Site,
    world::{World, tenant::Tenant, user::User},
};

/// People on the first page of the emulator.
const FIRST: usize = 40;

const DELETED: &str = "deleted";

const KINDS: [(&str, &str); 6] = [
    ("", "Everybody"),
    ("members", "Members"),
    ("guests", "Guests"),
    ("pending", "Guests who have not accepted"),
    ("blocked", "Blocked"),
    (DELETED, "Deleted, can be restored"),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    tenant: Option<String>,
    search: String,
    kind: String,
    page: Option<usize>,
}

impl Wanted {
    fn fits(&self, user: &User) -> bool {
        let kind = match self.kind.as_str() {
            "members" => !user.is_guest(),
            "guests" => user.is_guest(),
            "pending" => user.is_pending(),
            "blocked" => !user.account_enabled,
            _ => true,
        };
        kind && self.names(user)
    }

    /// Whether the search finds this person.
    fn names(&self, user: &User) -> bool {
        let wanted = self.search.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        has(&user.display_name)
            || has(&user.user_principal_name)
            || user.mail.as_deref().is_some_and(has)
            || user.other_mails.iter().chain(&user.proxy_addresses).any(|own| has(own))
    }
}

/// The address that people know somebody by.
pub(super) fn known_by(user: &User) -> &str {
    user.mail.as_deref().or(user.other_mails.first().map(String::as_str)).unwrap_or(&user.user_principal_name)
}

pub(super) async fn page(State(site): State<Site>, Query(wanted): Query<Wanted>, call: Call) -> Response {
    let body = site.read(|world| body(world, &wanted, call.now()));
    pages::page("People", &body)
}

fn body(world: &World, wanted: &Wanted, now: OffsetDateTime) -> Markup {
    let Some(tenant) = choice::tenant(world, wanted.tenant.as_deref()) else {
        return html! { p { "There is no organization." } };
    };
    let gone = wanted.kind == DELETED;
    let fits = |user: &&User| !gone && wanted.fits(user);
    let mut people: Vec<&User> = tenant.users.values().filter(fits).collect();
    people.sort_by_cached_key(|user| (user.display_name.to_lowercase(), user.id));
    let paging = Paging::new(wanted.page, people.len());
    let said = choice::said(tenant);
    let query = [("tenant", said.as_str()), ("search", &wanted.search), ("kind", &wanted.kind)];
    html! {
        p { (tenant.display_name) ", " (tenant.primary_domain()) }
        (choice::places(tenant))
        form.row method="get" action="/_emulator/people" role="search" {
            (choice::field(tenant))
            div {
                label for="search" { "Name or address" }
                input #search type="search" name="search" value=(wanted.search);
            }
            div {
                label for="kind" { "Show" }
                select #kind name="kind" {
                    @for (value, text) in KINDS {
                        option value=(value) selected[value == wanted.kind] { (text) }
                    }
                }
            }
            button { "Search" }
        }
        @if gone {
            (deleted(tenant, wanted, now))
        } @else {
            @if people.is_empty() { p { "Nobody fits." } }
            (list(tenant, paging.of(people.iter().copied())))
            (paging.links("/_emulator/people", &query))
        }
    }
}

fn deleted(tenant: &Tenant, wanted: &Wanted, now: OffsetDateTime) -> Markup {
    html! {
        ul.plain {
            @for deleted in tenant.deleted_users(now).filter(|deleted| wanted.names(&deleted.user)) {
                li {
                    (deleted.user.display_name) ", " (known_by(&deleted.user)) " "
                    span.soft { "(" (deleted.user.description()) ", deleted " (moment(deleted.at)) ")" }
                }
            }
        }
    }
}

fn list<'a>(tenant: &Tenant, people: impl Iterator<Item = &'a User>) -> Markup {
    html! {
        ul.plain {
            @for user in people {
                li {
                    a href=(choice::address(&format!("/_emulator/people/{}", user.id), tenant, &[])) { (user.display_name) }
                    ", " (known_by(user)) " " span.soft { "(" (user.description()) ")" }
                }
            }
        }
    }
}

/// Some people of the tenant that everybody is invited into, members first.
pub(super) fn first(site: &Site) -> Markup {
    site.read(|world| {
        let Some(tenant) = world.tenant(CONTOSO) else { return html! {} };
        let mut people: Vec<&User> = tenant.users.values().take(10 * FIRST).collect();
        people.sort_by_key(|user| (user.is_guest(), user.display_name.to_lowercase()));
        html! {
            (list(tenant, people.into_iter().take(FIRST)))
            @if tenant.users.len() > FIRST { p { a href="/_emulator/people" { "All " (tenant.users.len()) " people" } } }
        }
    })
}
