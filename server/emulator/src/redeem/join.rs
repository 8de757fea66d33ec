//! Redeeming just in time: a pending guest signs in to an application, without the link.

use axum::{Form, extract::State, response::Response};
use http::HeaderMap;

use super::{Fields, my_apps, pages};
use crate::{
    call::Call,
    login::{PICKED, session::Session},
    pages::see_other,
    site::Site,
    world::{
        effect::Actor,
        ids::{AccountId, TenantId},
        redeem::RedeemRefused,
    },
};

/// Asks a pending guest for consent on the way into an application; with consent switched off on both sides, goes straight on.
pub fn ask_to_join(site: &Site, call: &Call, tenant: TenantId, account: AccountId, back: &str) -> Response {
    if site.read(|world| world.consents_by_itself(tenant, account)) {
        return accept(site, call, tenant, account, back);
    }
    let (organization, address) = site.read(|world| {
        let organization = world.tenant(tenant).map(|tenant| tenant.display_name.clone());
        let address = world.account(account).map(|account| account.address.clone());
        (organization.unwrap_or_default(), address.unwrap_or_default())
    });
    pages::join(&organization, &address, tenant, account, back)
}

pub(super) async fn join(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let session = Session::of(&site, &headers);
    let (Ok(tenant), Ok(account)) = (fields.tenant.parse::<TenantId>(), fields.account.parse()) else {
        return pages::refused(RedeemRefused::WrongAccount);
    };
    if !session.live(&site, tenant, account, call.now()) {
        return pages::refused(RedeemRefused::WrongAccount);
    }
    if fields.decision != "accept" {
        let name = site.read(|world| world.tenant(tenant).map(|tenant| tenant.display_name.clone()));
        return pages::declined(&name.unwrap_or_default());
    }
    accept(&site, &call, tenant, account, &fields.back)
}

/// Terms of use, if there are any, are shown on the way back into the application.
fn accept(site: &Site, call: &Call, tenant: TenantId, account: AccountId, back: &str) -> Response {
    let user = site.read(|world| world.pending_guest_for(tenant, account));
    let cause = call.cause.by(Actor { app: None, user });
    match site.change(|world| world.join(&cause, tenant, account)) {
        Ok(_) if crate::pages::is_local(back) => see_other(&format!("{back}&{PICKED}={account}")),
        Ok(_) => see_other(&my_apps::address(tenant)),
        Err(refused) => pages::refused(refused),
    }
}
