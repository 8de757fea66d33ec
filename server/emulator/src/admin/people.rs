//! The people of a tenant: searched, filtered, a page at a time.

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, patch},
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;
use world::{World, sign_in::SignInOutcome, tenant::Tenant, user::User};

use super::{
    choice,
    choice::{named, user_in},
    page::{moment, refuse},
    paging::Paging,
};
use crate::{call::Call, pages::frame::Frame, site::Site};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/people";

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route(HERE, get(page)).route("/_emulator/users", patch(change))
}

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
struct Wanted {
    tenant: Option<String>,
    search: String,
    kind: String,
    page: Option<String>,
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

async fn page(State(site): State<Site>, Query(wanted): Query<Wanted>, call: Call) -> Response {
    let frame = Frame::console("People", HERE);
    choice::page(&site, wanted.tenant.as_deref(), frame, |_, tenant| body(tenant, &wanted, call.now()))
}

fn body(tenant: &Tenant, wanted: &Wanted, now: OffsetDateTime) -> Markup {
    html! {
        (choice::places(tenant, HERE))
        form.row method="get" action=(HERE) role="search" {
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
        @if wanted.kind == DELETED { (deleted(tenant, wanted, now)) } @else { (found(tenant, wanted)) }
    }
}

fn found(tenant: &Tenant, wanted: &Wanted) -> Markup {
    let mut people: Vec<&User> = tenant.users.values().filter(|user| wanted.fits(user)).collect();
    people.sort_by_cached_key(|user| (user.display_name.to_lowercase(), user.id));
    let paging = Paging::new(wanted.page.as_deref(), people.len());
    let said = choice::said(tenant);
    let query = [("tenant", said.as_str()), ("search", &wanted.search), ("kind", &wanted.kind)];
    html! {
        @if people.is_empty() { p { "Nobody fits." } }
        (list(tenant, paging.of(people.iter().copied())))
        (paging.links(HERE, &query, "person", "people"))
    }
}

fn deleted(tenant: &Tenant, wanted: &Wanted, now: OffsetDateTime) -> Markup {
    let gone = || tenant.deleted_users(now).filter(|deleted| wanted.names(&deleted.user));
    html! {
        @if gone().next().is_none() {
            p {
                @if wanted.search.trim().is_empty() { "Nobody was deleted in the last 30 days." }
                @else { "Nobody who was deleted in the last 30 days fits." }
            }
        }
        ul.plain {
            @for deleted in gone() {
                li {
                    (deleted.user.display_name) ", " (known_by(&deleted.user)) " "
                    span.soft { "(" (deleted.user.summary()) ", deleted " (moment(deleted.at)) ")" }
                }
            }
        }
    }
}

/// A person's name, which leads to the person.
pub(super) fn linked(tenant: &Tenant, user: &User) -> Markup {
    let address = choice::address(&format!("{HERE}/{}", user.id), tenant, &[]);
    html! { a href=(address) { (user.display_name) } }
}

fn list<'a>(tenant: &Tenant, people: impl Iterator<Item = &'a User>) -> Markup {
    html! {
        ul.plain {
            @for user in people {
                li { (linked(tenant, user)) ", " (known_by(user)) " " span.soft { "(" (user.summary()) ")" } }
            }
        }
    }
}

/// Some people who can sign in to the tenant that everybody is invited into, members first.
pub(super) fn first(site: &Site) -> Markup {
    site.read(|world| {
        let Some(tenant) = world.resource_tenant() else { return html! {} };
        let people = shown_first(world, tenant);
        html! {
            (list(tenant, people.into_iter()))
            @if tenant.users.len() > FIRST { p.link { a href=(HERE) { "All " (tenant.users.len()) " people" } } }
        }
    })
}

fn shown_first<'a>(world: &'a World, tenant: &'a Tenant) -> Vec<&'a User> {
    // As the account picker finds them: whom it offers, this page names.
    let can = world.accounts().filter_map(|account| match world.sign_in(tenant.id, account.id) {
        SignInOutcome::Allowed(user) | SignInOutcome::MustRedeem(user) => Some(user),
        SignInOutcome::Blocked(_) | SignInOutcome::Unknown => None,
    });
    let mut people: Vec<&User> = can.take(FIRST).collect();
    let known: Vec<_> = people.iter().map(|user| user.id).collect();
    let others = tenant.users.values().take(10 * FIRST);
    people.extend(others.filter(|user| user.account_enabled && !known.contains(&user.id)));
    people.truncate(FIRST);
    people.sort_by_cached_key(|user| (user.is_guest(), user.display_name.to_lowercase()));
    people
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UserChange {
    user: String,
    tenant: Option<String>,
    /// Template ids of all directory roles that the user holds from now on.
    directory_roles: Option<Vec<Uuid>>,
    on_premises_user_principal_name: Option<String>,
}

/// Changes what a directory role assignment or a synchronization would.
async fn change(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let wanted = match serde_json::from_slice::<UserChange>(&body) {
        Ok(wanted) => wanted,
        Err(error) => return refuse(&format!("the body is {{\"user\": \"an id or address\", ..}}: {error}")),
    };
    let changed = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?;
        let (tenant, user) = (tenant.id, user_in(tenant, &wanted.user)?.id);
        if let Some(roles) = wanted.directory_roles {
            world.set_roles(&call.meta, tenant, user, roles);
        }
        if let Some(name) = wanted.on_premises_user_principal_name {
            world.synchronize(&call.meta, tenant, user, Some(name));
        }
        Some(())
    });
    match changed {
        Some(()) => StatusCode::NO_CONTENT.into_response(),
        None => refuse("there is no such user"),
    }
}
