//! A recipient blocks an organization's invitations for good: the last link of the mail in its earlier versions.

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use maud::html;
use serde::Deserialize;
use world::redeem::RedeemRefused;

use super::{Link, pages::refused};
use crate::{call::Call, pages, site::Site};

pub(super) const MANAGE: &str = "/unsubscribe/manage";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    rd: String,
}

/// Whom the link is about: it stays good when the invitation does not.
pub(super) fn about(site: &Site, rd: &str) -> Option<(Link, String, String)> {
    let link = Link::read(rd)?;
    site.read(|world| {
        let organization = world.tenant(link.tenant)?.display_name.clone();
        let invitation = world.invitation(link.tenant, link.invitation);
        let address = invitation.filter(|own| own.ticket == link.ticket)?.address.clone();
        Some((link, organization, address))
    })
}

pub(super) async fn ask(State(site): State<Site>, Query(fields): Query<Fields>) -> Response {
    let Some((_, organization, address)) = about(&site, &fields.rd) else {
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

pub(super) async fn block(State(site): State<Site>, call: Call, Form(fields): Form<Fields>) -> Response {
    let Some((link, organization, address)) = about(&site, &fields.rd) else {
        return refused(RedeemRefused::Unknown);
    };
    site.change(|world| world.block_organization(&call.meta, link.tenant, &address));
    let body = html! { p { (address) " gets no more invitations from " (organization) ". You may close this window." } };
    pages::page("Blocked", &body)
}
