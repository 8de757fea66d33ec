//! The invitations into a tenant, newest first, with their links: Graph itself lists none.

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{choice, moment, paging::Paging};
use crate::{
    call::Call,
    pages, redeem,
    site::Site,
    world::{invitation::Invitation, tenant::Tenant},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    tenant: Option<String>,
    page: Option<usize>,
}

pub(super) async fn page(State(site): State<Site>, Query(wanted): Query<Wanted>, call: Call) -> Response {
    let body = site.read(|world| {
        let Some(tenant) = choice::tenant(world, wanted.tenant.as_deref()) else { return html! {} };
        let paging = Paging::new(wanted.page, world.invitations(tenant.id).count());
        html! {
            p { (tenant.display_name) ", " (tenant.primary_domain()) }
            (choice::places(tenant))
            @if world.invitations(tenant.id).next().is_none() { p { "Nobody was invited yet." } }
            @for invitation in paging.of(world.invitations(tenant.id).rev()) {
                (one(tenant, &call, invitation))
            }
            (paging.links("/_emulator/invitations", &[("tenant", &choice::said(tenant))]))
        }
    });
    pages::page("Invitations", &body)
}

fn state(tenant: &Tenant, invitation: &Invitation) -> &'static str {
    match tenant.user(invitation.user) {
        None => "the guest is gone",
        Some(guest) if !guest.account_enabled => "the guest is blocked",
        Some(guest) if !guest.is_pending() => "accepted",
        Some(_) if invitation.superseded => "replaced by a later one",
        Some(_) => "waits to be accepted",
    }
}

fn one(tenant: &Tenant, call: &Call, invitation: &Invitation) -> Markup {
    let link = redeem::link(&call.origin, tenant.id, invitation);
    let mail = serde_urlencoded::to_string([("to", &invitation.address)]).unwrap_or_default();
    let inviter = invitation.inviter.and_then(|id| tenant.user(id));
    html! {
        article {
            h2 { (invitation.address) }
            dl {
                dt { "State" } dd { (state(tenant, invitation)) }
                dt { "Time" } dd { (moment(invitation.at)) }
                dt { "By" } dd { @match inviter { Some(user) => (user.display_name), None => "an application" } }
                dt { "Goes to" } dd { (invitation.redirect_url) }
                dt { "Mail" } dd {
                    @if invitation.message_sent { a href=(format!("/_emulator/mail?{mail}")) { "in the mailbox" } } @else { "none was asked for" }
                }
            }
            p {
                a href=(link) { "Redeem" }
                " "
                a href=(choice::address(&format!("/_emulator/people/{}", invitation.user), tenant, &[])) { "The guest" }
            }
        }
    }
}
