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
    page::refuse,
    paging::Paging,
    people, tenant_param,
    tenant_param::{named, user_in},
};
use crate::{app_state::AppState, pages::frame::Frame, request_context::RequestContext};

/// The address of the page.
const PATH: &str = "/_emulator/groups";

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(page).post(create))
}

/// The maximum number of members shown of a group.
const MAX_SHOWN_MEMBERS: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GroupsQuery {
    tenant: Option<String>,
    page: Option<String>,
}

async fn page(State(state): State<AppState>, Query(query): Query<GroupsQuery>) -> Response {
    tenant_param::page(&state, query.tenant.as_deref(), Frame::admin("Groups", PATH), |_, tenant| {
        let paging = Paging::new(query.page.as_deref(), tenant.groups.len());
        html! {
            (tenant_param::tenant_nav(tenant, PATH))
            @if tenant.groups.is_empty() { p { "No groups yet." } }
            @for group in paging.of(tenant.groups.values()) { (one(tenant, group)) }
            (paging.links(PATH, &[("tenant", &tenant_param::tenant_query(tenant))], "group", "groups"))
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
                    dt { "Owners" } dd { (join_links(owners.iter().map(|owner| people::linked(tenant, owner)))) }
                }
                @if !nested.is_empty() {
                    dt { "Groups in it" } dd { (join_links(nested.iter().map(|group| linked(tenant, group)))) }
                }
            }
            (members(tenant, group))
        }
    }
}

fn members(tenant: &Tenant, group: &Group) -> Markup {
    let shown = group.members.iter().filter_map(|id| tenant.user(*id)).take(MAX_SHOWN_MEMBERS);
    html! {
        @if group.members.is_empty() { p.soft { "No members." } }
        ul.plain {
            @for user in shown { li { (people::linked(tenant, user)) ", " (people::display_address(user)) } }
        }
        @if group.members.len() > MAX_SHOWN_MEMBERS { p.soft { "and " (group.members.len() - MAX_SHOWN_MEMBERS) " more" } }
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

/// A group's name as a link to the group.
pub(super) fn linked(tenant: &Tenant, group: &Group) -> Markup {
    let place = tenant.groups.keys().position(|id| *id == group.id).unwrap_or_default();
    let page = Paging::number_of(place);
    let address = tenant_param::address(PATH, tenant, &[("page", page.as_str())]);
    html! { a href=(format!("{address}#{}", anchor(group.id))) { (group.display_name) } }
}

/// Links, separated by commas.
pub(super) fn join_links(links: impl Iterator<Item = Markup>) -> Markup {
    html! { @for (place, link) in links.enumerate() { @if place > 0 { ", " } (link) } }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewGroups {
    display_name: String,
    members: Vec<String>,
    tenant: Option<String>,
    /// How many such groups to create; one by default.
    count: Option<u16>,
}

/// Creates security groups with these members (ids or addresses).
async fn create(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let input = match serde_json::from_slice::<NewGroups>(&body) {
        Ok(input) => input,
        Err(error) => {
            return refuse(&format!("the body is {{\"displayName\": .., \"members\": [..]}}: {error}"));
        }
    };
    let made = state.change(|world| {
        let tenant = named(world, input.tenant.as_deref())?;
        let id = |member: &String| user_in(tenant, member).map(|user| user.id);
        let members = input.members.iter().map(id).collect::<Option<BTreeSet<_>>>()?;
        let tenant = tenant.id;
        let count = input.count.unwrap_or(1);
        let group = |_| world.create_group(&context.meta, tenant, &input.display_name, members.clone());
        Some((0..count).map(group).collect::<Vec<_>>())
    });
    match made {
        Some(ids) => (StatusCode::CREATED, Json(json!({ "ids": ids }))).into_response(),
        None => refuse("there is no such tenant, or no such member"),
    }
}
