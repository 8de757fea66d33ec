//! The groups of a tenant.

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::html;
use serde::Deserialize;

use super::{choice, paging::Paging, people};
use crate::{pages, site::Site};

/// Members shown of a group.
const SHOWN: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    tenant: Option<String>,
    page: Option<usize>,
}

pub(crate) async fn page(State(site): State<Site>, Query(wanted): Query<Wanted>) -> Response {
    let body = site.read(|world| {
        let Some(tenant) = choice::tenant(world, wanted.tenant.as_deref()) else { return html! {} };
        let paging = Paging::new(wanted.page, tenant.groups.len());
        html! {
            p { (tenant.display_name) ", " (tenant.primary_domain()) }
            (choice::places(tenant))
            @if tenant.groups.is_empty() { p { "No groups yet." } }
            @for group in paging.of(tenant.groups.values()) {
                article {
                    h2 { (group.display_name) }
                    p.soft { code { (group.id) } }
                    ul.plain {
                        @for user in group.members.iter().filter_map(|id| tenant.user(*id)).take(SHOWN) {
                            li { (user.display_name) ", " (people::known_by(user)) }
                        }
                    }
                    @if group.members.len() > SHOWN { p.soft { "and " (group.members.len() - SHOWN) " more" } }
                }
            }
            (paging.links("/_emulator/groups", &[("tenant", &choice::said(tenant))]))
        }
    });
    pages::page("Groups", &body)
}
