//! Every organization of the world: `/_emulator/directory`.

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

use super::choice;
use crate::{pages, pages::frame::Frame, site::Site};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/directory";

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route(HERE, get(read))
}

/// The page.
fn page(site: &Site) -> Response {
    let body = site.read(|world| {
        let guests = |tenant: &Tenant| tenant.users.values().filter(|user| user.is_guest()).count();
        let mut tenants: Vec<&Tenant> = world.tenants().collect();
        // The one that everybody is invited into comes first.
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
                    (choice::places_of(tenant))
                }
            }
        }
    });
    Frame::console("Directory", HERE).show(&body)
}

/// Which part of long lists to tell: a tenant may have a hundred thousand users.
#[derive(Debug, Deserialize)]
#[serde(default)]
struct Part {
    skip: usize,
    top: usize,
}

impl Default for Part {
    fn default() -> Self {
        Self { skip: 0, top: 1000 }
    }
}

impl Part {
    fn of<'a, T: Serialize + 'a>(&self, all: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
        all.skip(self.skip).take(self.top).collect()
    }
}

async fn read(State(site): State<Site>, headers: HeaderMap, Query(part): Query<Part>) -> Response {
    if pages::wants_page(&headers) {
        return page(&site);
    }
    site.read(|world| Json(describe(world, &part)).into_response())
}

fn describe(world: &World, part: &Part) -> Value {
    let tenant = |tenant: &Tenant| {
        json!({
            "id": tenant.id,
            "displayName": tenant.display_name,
            "domains": tenant.domains,
            "initialDomain": tenant.initial_domain,
            "policy": tenant.policy,
            "contacts": tenant.contacts,
            "groups": tenant.groups.values().collect::<Vec<_>>(),
            "users": part.of(tenant.users.values()),
            "userCount": tenant.users.len(),
            "deletedUsers": part.of(tenant.deleted.values()),
            "invitations": world.invitations(tenant.id).collect::<Vec<_>>(),
        })
    };
    json!({
        "seed": world.seed(),
        "tenants": world.tenants().map(tenant).collect::<Value>(),
        "accounts": part.of(world.accounts()),
        "accountCount": world.accounts().count(),
    })
}
