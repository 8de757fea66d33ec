//! The page to block an organization's invitations; older invitation mails end with a link to it.

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use maud::html;
use serde::Deserialize;
use world::redeem::RedeemRefused;

use super::{RedeemLink, pages::refused};
use crate::{app_state::AppState, pages, request_context::RequestContext};

pub(super) const MANAGE: &str = "/unsubscribe/manage";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UnsubscribeForm {
    rd: String,
}

/// The redeem link, the organization and the address. The link works even when the invitation does not.
pub(super) fn about(state: &AppState, rd: &str) -> Option<(RedeemLink, String, String)> {
    let link = RedeemLink::read(rd)?;
    state.read(|world| {
        let organization = world.tenant(link.tenant)?.display_name.clone();
        let invitation = world.invitation(link.tenant, link.invitation);
        let address = invitation.filter(|own| own.ticket == link.ticket)?.address.clone();
        Some((link, organization, address))
    })
}

pub(super) async fn ask(State(state): State<AppState>, Query(fields): Query<UnsubscribeForm>) -> Response {
    let Some((_, organization, address)) = about(&state, &fields.rd) else {
        return refused(RedeemRefused::Unknown);
    };
    let body = html! {
        p { "Shall " strong { (address) } " get no more invitations from " strong { (organization) } "?" }
        form method="post" action=(MANAGE) {
            input type="hidden" name="rd" value=(fields.rd);
            div.actions { button { "Block this organization" } }
        }
    };
    pages::page("Block future invitations", &body)
}

pub(super) async fn block(
    State(state): State<AppState>,
    context: RequestContext,
    Form(fields): Form<UnsubscribeForm>,
) -> Response {
    let Some((link, organization, address)) = about(&state, &fields.rd) else {
        return refused(RedeemRefused::Unknown);
    };
    state.change(|world| world.block_organization(&context.meta, link.tenant, &address));
    let body = html! { p { (address) " gets no more invitations from " (organization) ". You may close this window." } };
    pages::page("Blocked", &body)
}
