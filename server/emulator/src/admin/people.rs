//! The people of a tenant, with search, filter and paging.

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
    page::{moment, refuse},
    paging::Paging,
    tenant_param,
    tenant_param::{named, user_in},
};
use crate::{app_state::AppState, pages::frame::Frame, request_context::RequestContext};

/// The address of the page.
pub(super) const PATH: &str = "/_emulator/people";

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(page)).route("/_emulator/users", patch(change))
}

/// The maximum number of people on the first page of the emulator.
const MAX_ON_OVERVIEW: usize = 40;

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
struct PeopleQuery {
    tenant: Option<String>,
    search: String,
    kind: String,
    page: Option<String>,
}

impl PeopleQuery {
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

    /// Whether the search matches this person.
    fn names(&self, user: &User) -> bool {
        let query = self.search.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&query);
        has(&user.display_name)
            || has(&user.user_principal_name)
            || user.mail.as_deref().is_some_and(has)
            || user.other_mails.iter().chain(&user.proxy_addresses).any(|own| has(own))
    }
}

/// The mail address, else the principal name.
pub(super) fn display_address(user: &User) -> &str {
    user.mail.as_deref().or(user.other_mails.first().map(String::as_str)).unwrap_or(&user.user_principal_name)
}

async fn page(
    State(state): State<AppState>,
    Query(query): Query<PeopleQuery>,
    context: RequestContext,
) -> Response {
    let frame = Frame::admin("People", PATH);
    tenant_param::page(&state, query.tenant.as_deref(), frame, |_, tenant| {
        body(tenant, &query, context.now())
    })
}

fn body(tenant: &Tenant, query: &PeopleQuery, now: OffsetDateTime) -> Markup {
    html! {
        (tenant_param::tenant_nav(tenant, PATH))
        form.row method="get" action=(PATH) role="search" {
            (tenant_param::tenant_field(tenant))
            div {
                label for="search" { "Name or address" }
                input #search type="search" name="search" value=(query.search);
            }
            div {
                label for="kind" { "Show" }
                select #kind name="kind" {
                    @for (value, text) in KINDS {
                        option value=(value) selected[value == query.kind] { (text) }
                    }
                }
            }
            button { "Search" }
        }
        @if query.kind == DELETED { (deleted(tenant, query, now)) } @else { (found(tenant, query)) }
    }
}

fn found(tenant: &Tenant, query: &PeopleQuery) -> Markup {
    let mut people: Vec<&User> = tenant.users.values().filter(|user| query.fits(user)).collect();
    people.sort_by_cached_key(|user| (user.display_name.to_lowercase(), user.id));
    let paging = Paging::new(query.page.as_deref(), people.len());
    let tenant_name = tenant_param::tenant_query(tenant);
    let query = [("tenant", tenant_name.as_str()), ("search", &query.search), ("kind", &query.kind)];
    html! {
        @if people.is_empty() { p { "Nobody fits." } }
        (list(tenant, paging.of(people.iter().copied())))
        (paging.links(PATH, &query, "person", "people"))
    }
}

fn deleted(tenant: &Tenant, query: &PeopleQuery, now: OffsetDateTime) -> Markup {
    let gone = || tenant.deleted_users(now).filter(|deleted| query.names(&deleted.user));
    html! {
        @if gone().next().is_none() {
            p {
                @if query.search.trim().is_empty() { "Nobody was deleted in the last 30 days." }
                @else { "Nobody who was deleted in the last 30 days fits." }
            }
        }
        ul.plain {
            @for deleted in gone() {
                li {
                    (deleted.user.display_name) ", " (display_address(&deleted.user)) " "
                    span.soft { "(" (deleted.user.summary()) ", deleted " (moment(deleted.at)) ")" }
                }
            }
        }
    }
}

/// A person's name as a link to the person.
pub(super) fn linked(tenant: &Tenant, user: &User) -> Markup {
    let address = tenant_param::address(&format!("{PATH}/{}", user.id), tenant, &[]);
    html! { a href=(address) { (user.display_name) } }
}

fn list<'a>(tenant: &Tenant, people: impl Iterator<Item = &'a User>) -> Markup {
    html! {
        ul.plain {
            @for user in people {
                li { (linked(tenant, user)) ", " (display_address(user)) " " span.soft { "(" (user.summary()) ")" } }
            }
        }
    }
}

/// Some people who can sign in to the tenant that people are invited into, members first.
pub(super) fn first(state: &AppState) -> Markup {
    state.read(|world| {
        let Some(tenant) = world.resource_tenant() else { return html! {} };
        let people = shown_first(world, tenant);
        html! {
            (list(tenant, people.into_iter()))
            @if tenant.users.len() > MAX_ON_OVERVIEW { p.link { a href=(PATH) { "All " (tenant.users.len()) " people" } } }
        }
    })
}

fn shown_first<'a>(world: &'a World, tenant: &'a Tenant) -> Vec<&'a User> {
    // The same people that the account picker offers.
    let can = world.accounts().filter_map(|account| match world.sign_in(tenant.id, account.id) {
        SignInOutcome::Allowed(user) | SignInOutcome::MustRedeem(user) => Some(user),
        SignInOutcome::Blocked(_) | SignInOutcome::Unknown => None,
    });
    let mut people: Vec<&User> = can.take(MAX_ON_OVERVIEW).collect();
    let known: Vec<_> = people.iter().map(|user| user.id).collect();
    let others = tenant.users.values().take(10 * MAX_ON_OVERVIEW);
    people.extend(others.filter(|user| user.account_enabled && !known.contains(&user.id)));
    people.truncate(MAX_ON_OVERVIEW);
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

/// Changes properties that Graph cannot change: directory roles, synchronization from on-premises.
async fn change(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let input = match serde_json::from_slice::<UserChange>(&body) {
        Ok(input) => input,
        Err(error) => return refuse(&format!("the body is {{\"user\": \"an id or address\", ..}}: {error}")),
    };
    let changed = state.change(|world| {
        let tenant = named(world, input.tenant.as_deref())?;
        let (tenant, user) = (tenant.id, user_in(tenant, &input.user)?.id);
        if let Some(roles) = input.directory_roles {
            world.set_roles(&context.meta, tenant, user, roles);
        }
        if let Some(name) = input.on_premises_user_principal_name {
            world.synchronize(&context.meta, tenant, user, Some(name));
        }
        Some(())
    });
    match changed {
        Some(()) => StatusCode::NO_CONTENT.into_response(),
        None => refuse("there is no such user"),
    }
}
