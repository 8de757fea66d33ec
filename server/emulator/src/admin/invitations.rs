//! The invitations into a tenant, newest first, with their redeem links: Graph itself cannot list them.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use maud::{Markup, html};
use serde::Deserialize;
use world::{invitation::Invitation, tenant::Tenant};

use super::{mail, page::moment, paging::Paging, people, tenant_param};
use crate::{app_state::AppState, entra::redeem, pages::frame::Frame, request_context::RequestContext};

/// The address of the page.
pub(super) const PATH: &str = "/_emulator/invitations";

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(page))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct InvitationsQuery {
    tenant: Option<String>,
    page: Option<String>,
}

async fn page(
    State(state): State<AppState>,
    Query(query): Query<InvitationsQuery>,
    context: RequestContext,
) -> Response {
    let frame = Frame::admin("Invitations", PATH);
    tenant_param::page(&state, query.tenant.as_deref(), frame, |world, tenant| {
        let paging = Paging::new(query.page.as_deref(), world.invitations(tenant.id).count());
        html! {
            (tenant_param::tenant_nav(tenant, PATH))
            @if world.invitations(tenant.id).next().is_none() {
                p { "Nobody was invited yet. Invite somebody from your application, or with " code { "POST /v1.0/invitations" } "." }
            }
            @for invitation in paging.of(world.invitations(tenant.id).rev()) {
                article {
                    h2 { (invitation.address) }
                    (details(tenant, &context, invitation, true))
                }
            }
            (paging.links(PATH, &[("tenant", &tenant_param::tenant_query(tenant))], "invitation", "invitations"))
        }
    })
}

fn invitation_state(tenant: &Tenant, invitation: &Invitation) -> &'static str {
    match tenant.user(invitation.user) {
        None => "the guest is gone",
        Some(guest) if !guest.account_enabled => "the guest is blocked",
        Some(guest) if !guest.is_pending() => "accepted",
        Some(_) if invitation.superseded => "replaced by a later one",
        Some(_) => "waits to be accepted",
    }
}

/// The properties of an invitation, with its links. `guest` tells whether to link to the guest's page.
pub(super) fn details(
    tenant: &Tenant,
    context: &RequestContext,
    invitation: &Invitation,
    guest: bool,
) -> Markup {
    let address = &invitation.address;
    let link = redeem::link(&context.origin, tenant.id, invitation);
    let inviter = invitation.inviter.and_then(|id| tenant.user(id));
    let person = tenant_param::address(&format!("{}/{}", people::PATH, invitation.user), tenant, &[]);
    html! {
        dl {
            dt { "State" } dd { (invitation_state(tenant, invitation)) }
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
