//! The invitations into a tenant, newest first, with their links: Graph itself lists none.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use maud::{Markup, html};
use serde::Deserialize;
use world::{invitation::Invitation, tenant::Tenant};

use super::{choice, mail, page::moment, paging::Paging, people};
use crate::{call::Call, pages::frame::Frame, redeem, site::Site};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/invitations";

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route(HERE, get(page))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    tenant: Option<String>,
    page: Option<String>,
}

async fn page(State(site): State<Site>, Query(wanted): Query<Wanted>, call: Call) -> Response {
    let frame = Frame::console("Invitations", HERE);
    choice::page(&site, wanted.tenant.as_deref(), frame, |world, tenant| {
        let paging = Paging::new(wanted.page.as_deref(), world.invitations(tenant.id).count());
        html! {
            (choice::places(tenant, HERE))
            @if world.invitations(tenant.id).next().is_none() {
                p { "Nobody was invited yet. Invite somebody from your application, or with " code { "POST /v1.0/invitations" } "." }
            }
            @for invitation in paging.of(world.invitations(tenant.id).rev()) {
                article {
                    h2 { (invitation.address) }
                    (details(tenant, &call, invitation, true))
                }
            }
            (paging.links(HERE, &[("tenant", &choice::said(tenant))], "invitation", "invitations"))
        }
    })
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

/// What there is to say of an invitation, and where it leads; on the page of the guest itself without the way to the guest.
pub(super) fn details(tenant: &Tenant, call: &Call, invitation: &Invitation, guest: bool) -> Markup {
    let address = &invitation.address;
    let link = redeem::link(&call.origin, tenant.id, invitation);
    let inviter = invitation.inviter.and_then(|id| tenant.user(id));
    let person = choice::address(&format!("{}/{}", people::HERE, invitation.user), tenant, &[]);
    html! {
        dl {
            dt { "State" } dd { (state(tenant, invitation)) }
            dt { "Time" } dd { (moment(invitation.at)) }
            dt { "By" } dd { @match inviter { Some(user) => (people::linked(tenant, user)), None => "an application" } }
            dt { "Goes to" } dd { (invitation.redirect_url) }
            dt { "Mail" } dd.link {
                @if invitation.message_sent { a href=(mail::address_of(address)) { "in the mailbox" } } @else { "none was asked for" }
            }
        }
        div.actions {
            a.button.quiet href=(link) aria-label=(format!("Redeem the invitation of {address}")) { "Redeem" }
            @if guest && tenant.user(invitation.user).is_some() {
                a.button.quiet href=(person) aria-label=(format!("The guest {address}")) { "The guest" }
            }
        }
    }
}
