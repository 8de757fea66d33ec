//! Everything about one person.

use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use world::{World, directory_role, membership::Member, tenant::Tenant, user::User, visibility_lag::Api};

use super::{groups, invitations, mail, page::moment, people, tenant_param};
use crate::{app_state::AppState, pages::frame::Frame, request_context::RequestContext};

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/_emulator/people/{id}", get(page))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PersonQuery {
    tenant: Option<String>,
}

async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(query): Query<PersonQuery>,
    context: RequestContext,
) -> Response {
    let found = state.read(|world| {
        let tenant = tenant_param::tenant_of_param(world, query.tenant.as_deref())?;
        let user = tenant.user(id.parse().ok()?)?;
        Some((user.display_name.clone(), body(world, &context, tenant, user)))
    });
    if let Some((name, body)) = found {
        return Frame::admin(&name, "").show(&body);
    }
    let body = html! {
        p { "There is no such person, or not any more." }
        p.link { a href=(people::PATH) { "People" } }
        p.link { a href=(format!("{}?kind=deleted", people::PATH)) { "Deleted people" } }
    };
    Frame::admin("Nobody", "").status(StatusCode::NOT_FOUND).show(&body)
}

fn body(world: &World, context: &RequestContext, tenant: &Tenant, user: &User) -> Markup {
    html! {
        (tenant_param::tenant_nav(tenant, ""))
        p { (user.summary()) }
        dl {
            (properties(user))
            (roles(world, tenant, user))
            @if let Some(home) = user.account.and_then(|account| world.account(account)) {
                dt { "Signs in as" } dd { (home.address) ", " (home.realm.issuer()) }
            }
            dt { "Seen by" } dd { (seen_by(user, context)) }
        }
        @if let Some(mail) = &user.mail { p.link { a href=(mail::address_of(mail)) { "Mail to " (mail) } } }
        @let invitations: Vec<_> = world.invitations(tenant.id).rev().filter(|invitation| invitation.user == user.id).collect();
        @if !invitations.is_empty() {
            h2 { "Invitations" }
            @for invitation in invitations {
                article {
                    h3 { (invitation.address) }
                    (invitations::details(tenant, context, invitation, false))
                }
            }
        }
    }
}

fn properties(user: &User) -> Markup {
    html! {
        dt { "Object id" } dd { code { (user.id) } }
        dt { "userPrincipalName" } dd { code { (user.user_principal_name) } }
        (several("mail", user.mail.iter()))
        (several("otherMails", user.other_mails.iter()))
        (several("proxyAddresses", user.proxy_addresses.iter()))
        dt { "createdDateTime" } dd { (moment(user.created)) }
        @if let Some(user_state) = user.external_user_state {
            dt { "externalUserState" } dd { (user_state.name()) }
        }
        @for (attribute, value) in &user.attributes { dt { (attribute.name()) } dd { (value) } }
    }
}

/// The person's directory roles, app roles and groups.
fn roles(world: &World, tenant: &Tenant, user: &User) -> Markup {
    let sponsors: Vec<_> = user.all_sponsors().map(|own| sponsor(tenant, own)).collect();
    let member = |group: &&world::group::Group| group.members.contains(&user.id);
    let groups: Vec<_> = tenant.groups.values().filter(member).collect();
    html! {
        (several("Directory roles", user.directory_roles.iter().map(|id| directory_role::name(*id).unwrap_or("another role"))))
        @if !sponsors.is_empty() { dt { "Sponsors" } dd { (groups::join_links(sponsors.into_iter())) } }
        @if !groups.is_empty() {
            dt { "Groups" } dd { (groups::join_links(groups.iter().map(|group| groups::linked(tenant, group)))) }
        }
        (several("App roles", world.clients().iter().flat_map(|client| world.app_role_values(client, tenant.id, user.id))))
    }
}

fn several<T: std::fmt::Display>(name: &str, values: impl Iterator<Item = T>) -> Markup {
    let values: Vec<_> = values.map(|value| value.to_string()).collect();
    html! { @if !values.is_empty() { dt { (name) } dd { (values.join(", ")) } } }
}

fn sponsor(tenant: &Tenant, sponsor: Member) -> Markup {
    let linked = match sponsor {
        Member::User(id) => tenant.user(id).map(|user| people::linked(tenant, user)),
        Member::Group(id) => tenant.groups.get(&id).map(|group| groups::linked(tenant, group)),
    };
    linked.unwrap_or_else(|| html! { (sponsor.id()) })
}

/// To which APIs the object is visible, and when it becomes visible to the others.
fn seen_by(user: &User, context: &RequestContext) -> String {
    let apis = [
        ("reads", Api::Read),
        ("lists", Api::List),
        ("changes", Api::Update),
        ("groups", Api::GroupReference),
        ("app roles", Api::AppRole),
    ];
    let seen: Vec<_> = apis
        .iter()
        .filter(|(_, api)| user.is_visible_to(*api, context.now()))
        .map(|(name, _)| *name)
        .collect();
    if seen.len() == apis.len() {
        return "every API".to_owned();
    }
    let last = apis.iter().map(|(_, api)| user.visible_at(*api)).max().unwrap_or(user.created);
    let now = if seen.is_empty() { "no API yet".to_owned() } else { format!("{} only", seen.join(", ")) };
    format!("{now}; every API from {} on", moment(last))
}
