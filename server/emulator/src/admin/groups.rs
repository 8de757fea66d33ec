//! The groups of a tenant: `/_emulator/groups`.

use std::collections::BTreeSet;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use world::{
    group::{Group, GroupKind},
    ids::GroupId,
    tenant::Tenant,
};

use super::{
    choice,
    choice::{named, user_in},
    page::refuse,
    paging::Paging,
    people,
};
use crate::{call::Call, pages::frame::Frame, site::Site};

/// Where the page is.
const HERE: &str = "/_emulator/groups";

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route(HERE, get(page).post(create))
}

/// Members shown of a group.
const SHOWN: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    tenant: Option<String>,
    page: Option<String>,
}

async fn page(State(site): State<Site>, Query(wanted): Query<Wanted>) -> Response {
    choice::page(&site, wanted.tenant.as_deref(), Frame::console("Groups", HERE), |_, tenant| {
        let paging = Paging::new(wanted.page.as_deref(), tenant.groups.len());
        html! {
            (choice::places(tenant, HERE))
            @if tenant.groups.is_empty() { p { "No groups yet." } }
            @for group in paging.of(tenant.groups.values()) { (one(tenant, group)) }
            (paging.links(HERE, &[("tenant", &choice::said(tenant))], "group", "groups"))
        }
    })
}

fn one(tenant: &Tenant, group: &Group) -> Markup {
    let owners: Vec<_> = group.owners.iter().filter_map(|id| tenant.user(*id)).collect();
    let nested: Vec<_> = group.nested.iter().filter_map(|id| tenant.groups.get(id)).collect();
    html! {
        article id=(anchor(group.id)) {
            h2 { (group.display_name) }
            dl {
                dt { "Object id" } dd { code { (group.id) } }
                dt { "Kind" } dd {
                    (kind(group))
                    @if group.on_premises { ", mastered on premises" }
                    @if group.assignable_to_role { ", can hold directory roles" }
                }
                @if let Some(mail) = &group.mail { dt { "Mail" } dd { (mail) } }
                @if let Some(rule) = &group.rule {
                    dt { "Rule" } dd { code { (rule.text) } @if !rule.on { " (paused)" } }
                }
                @if !owners.is_empty() {
                    dt { "Owners" } dd { (several(owners.iter().map(|owner| people::linked(tenant, owner)))) }
                }
                @if !nested.is_empty() {
                    dt { "Groups in it" } dd { (several(nested.iter().map(|group| linked(tenant, group)))) }
                }
            }
            (members(tenant, group))
        }
    }
}

fn members(tenant: &Tenant, group: &Group) -> Markup {
    let shown = group.members.iter().filter_map(|id| tenant.user(*id)).take(SHOWN);
    html! {
        @if group.members.is_empty() { p.soft { "No members." } }
        ul.plain {
            @for user in shown { li { (people::linked(tenant, user)) ", " (people::known_by(user)) } }
        }
        @if group.members.len() > SHOWN { p.soft { "and " (group.members.len() - SHOWN) " more" } }
    }
}

const fn kind(group: &Group) -> &'static str {
    match group.kind {
        GroupKind::Security => "security group",
        GroupKind::Unified => "Microsoft 365 group",
        GroupKind::MailEnabledSecurity => "mail-enabled security group",
        GroupKind::Distribution => "distribution list",
    }
}

fn anchor(id: GroupId) -> String {
    format!("group-{id}")
}

/// A group's name, which leads to the group.
pub(super) fn linked(tenant: &Tenant, group: &Group) -> Markup {
    let place = tenant.groups.keys().position(|id| *id == group.id).unwrap_or_default();
    let page = Paging::number_of(place);
    let address = choice::address(HERE, tenant, &[("page", page.as_str())]);
    html! { a href=(format!("{address}#{}", anchor(group.id))) { (group.display_name) } }
}

/// Some links, one after the other.
pub(super) fn several(links: impl Iterator<Item = Markup>) -> Markup {
    html! { @for (place, link) in links.enumerate() { @if place > 0 { ", " } (link) } }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewGroups {
    display_name: String,
    members: Vec<String>,
    tenant: Option<String>,
    /// How many such groups; one when left out.
    count: Option<u16>,
}

/// Makes security groups with these members (ids or addresses).
async fn create(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let wanted = match serde_json::from_slice::<NewGroups>(&body) {
        Ok(wanted) => wanted,
        Err(error) => {
            return refuse(&format!("the body is {{\"displayName\": .., \"members\": [..]}}: {error}"));
        }
    };
    let made = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?;
        let id = |member: &String| user_in(tenant, member).map(|user| user.id);
        let members = wanted.members.iter().map(id).collect::<Option<BTreeSet<_>>>()?;
        let tenant = tenant.id;
        let count = wanted.count.unwrap_or(1);
        let group = |_| world.create_group(&call.meta, tenant, &wanted.display_name, members.clone());
        Some((0..count).map(group).collect::<Vec<_>>())
    });
    match made {
        Some(ids) => (StatusCode::CREATED, Json(json!({ "ids": ids }))).into_response(),
        None => refuse("there is no such tenant, or no such member"),
    }
}
