//! Every organization of the world.

use axum::response::Response;
use maud::html;
use world::tenant::Tenant;

use super::choice;
use crate::{pages::frame::Frame, site::Site};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/directory";

/// The page.
pub(crate) fn page(site: &Site) -> Response {
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
