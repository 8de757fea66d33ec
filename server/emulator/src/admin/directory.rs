//! Every tenant of the world: `/_emulator/directory`.

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::HeaderMap;
use maud::html;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use world::{World, tenant::Tenant};

use super::tenant_param;
use crate::{app_state::AppState, pages, pages::frame::Frame};

/// The address of the page.
pub(super) const PATH: &str = "/_emulator/directory";

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(read))
}

/// The page.
fn page(state: &AppState) -> Response {
    let body = state.read(|world| {
        let guests = |tenant: &Tenant| tenant.users.values().filter(|user| user.is_guest()).count();
        let mut tenants: Vec<&Tenant> = world.tenants().collect();
        // The tenant that people are invited into comes first.
        let first = world.resource_tenant().map(|tenant| tenant.id);
        tenants.sort_by_key(|tenant| Some(tenant.id) != first);
        html! {
            p { "Grown from the world " strong { (world.seed()) } "." }
            @for tenant in tenants {
                article {
                    h2 { (tenant.display_name) }
                    dl {
                        dt { "Domains" } dd { (tenant.domains.join(", ")) }
                        dt { "Tenant id" } dd { code { (tenant.id) } }
                        dt { "People" } dd { (tenant.users.len()) ", " (guests(tenant)) " of them guests" }
                        dt { "Groups" } dd { (tenant.groups.len()) }
                        dt { "Invitations" } dd { (world.invitations(tenant.id).count()) }
                    }
                    (tenant_param::tenant_links(tenant))
                }
            }
        }
    });
    Frame::admin("Directory", PATH).show(&body)
}

/// The part of long lists to return: a tenant may have a hundred thousand users.
#[derive(Debug, Deserialize)]
#[serde(default)]
struct ListRange {
    skip: usize,
    top: usize,
}

impl Default for ListRange {
    fn default() -> Self {
        Self { skip: 0, top: 1000 }
    }
}

impl ListRange {
    fn of<'a, T: Serialize + 'a>(&self, all: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
        all.skip(self.skip).take(self.top).collect()
    }
}

async fn read(State(state): State<AppState>, headers: HeaderMap, Query(range): Query<ListRange>) -> Response {
    if pages::wants_page(&headers) {
        return page(&state);
    }
    state.read(|world| Json(describe(world, &range)).into_response())
}

fn describe(world: &World, range: &ListRange) -> Value {
    let tenant = |tenant: &Tenant| {
        json!({
            "id": tenant.id,
            "displayName": tenant.display_name,
            "domains": tenant.domains,
            "initialDomain": tenant.initial_domain,
            "policy": tenant.policy,
            "contacts": tenant.contacts,
            "groups": tenant.groups.values().collect::<Vec<_>>(),
            "users": range.of(tenant.users.values()),
            "userCount": tenant.users.len(),
            "deletedUsers": range.of(tenant.deleted.values()),
            "invitations": world.invitations(tenant.id).collect::<Vec<_>>(),
        })
    };
    json!({
        "seed": world.seed(),
        "tenants": world.tenants().map(tenant).collect::<Value>(),
        "accounts": range.of(world.accounts()),
        "accountCount": world.accounts().count(),
    })
}
