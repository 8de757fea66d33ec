//! Redeeming just in time: a pending guest signs in to an application, without the link.

use axum::{Form, extract::State, response::Response};
use http::{HeaderMap, StatusCode};
use world::{
    cross_tenant::CrossTenantBlock,
    effect::Actor,
    ids::{AccountId, TenantId},
    redeem::RedeemRefused,
};

use super::{Fields, my_apps, pages};
use crate::{
    browser::{
        error::EntraError,
        resume::{PICKED, asking_again},
        session::Session,
    },
    call::Call,
    home::sign_in_address,
    login::request::answer_for,
    pages::{is_local, see_other},
    site::Site,
};

/// Asks a pending guest for consent on the way into an application; with consent switched off on both sides, goes straight on. Who is kept
/// out meanwhile is told.
pub fn ask_to_join(site: &Site, call: &Call, tenant: TenantId, account: AccountId, back: &str) -> Response {
    if let Err(refused) = site.read(|world| world.may_join(tenant, account, call.now())) {
        return refuse(call, refused, back);
    }
    if site.read(|world| world.skips_consent(tenant, account)) {
        return accept(site, call, tenant, account, back);
    }
    let organization = site.read(|world| world.tenant(tenant).map(|tenant| tenant.display_name.clone()));
    let address = address_of(site, account).unwrap_or_default();
    pages::join(&organization.unwrap_or_default(), &address, tenant, account, back)
}

pub(super) async fn join(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let session = Session::of(&site, &headers);
    let (Ok(tenant), Ok(account)) = (fields.tenant.parse::<TenantId>(), fields.account.parse()) else {
        return refuse(&call, RedeemRefused::WrongAccount, &fields.back);
    };
    if !session.live(&site, tenant, account, call.now()) {
        let back = if is_local(&fields.back) { fields.back } else { my_apps::address(tenant) };
        return match address_of(&site, account) {
            Some(address) => see_other(&sign_in_address(&address, &back)),
            None => refuse(&call, RedeemRefused::WrongAccount, &back),
        };
    }
    if fields.decision != "accept" {
        return declined(&site, &call, tenant, &fields.back);
    }
    accept(&site, &call, tenant, account, &fields.back)
}

fn address_of(site: &Site, account: AccountId) -> Option<String> {
    site.read(|world| world.account(account).map(|account| account.address.clone()))
}

/// Terms of use, if there are any, are shown on the way back into the application.
fn accept(site: &Site, call: &Call, tenant: TenantId, account: AccountId, back: &str) -> Response {
    let user = site.read(|world| world.pending_guest_for(tenant, account));
    let meta = call.meta.by(Actor { app: None, user });
    match site.change(|world| world.join(&meta, tenant, account)) {
        Ok(_) if is_local(back) => see_other(&format!("{back}&{PICKED}={account}")),
        Ok(_) => see_other(&my_apps::address(tenant)),
        Err(refused) => refuse(call, refused, back),
    }
}

/// The application is told, as of any consent that is declined.
fn declined(site: &Site, call: &Call, tenant: TenantId, back: &str) -> Response {
    let told = is_local(back).then(|| answer_for(site, call, back, &EntraError::known(65_004))).flatten();
    told.unwrap_or_else(|| {
        let name = site.read(|world| world.tenant(tenant).map(|tenant| tenant.display_name.clone()));
        pages::declined(&name.unwrap_or_default(), &my_apps::address(tenant))
    })
}

/// Says why, and lets the person try another account.
fn refuse(call: &Call, refused: RedeemRefused, back: &str) -> Response {
    let way_out = pages::another(&asking_again(back));
    match refused {
        RedeemRefused::CrossTenantBlocked(by) => {
            let number = match by {
                CrossTenantBlock::Outbound => 500_212,
                CrossTenantBlock::Inbound => 500_213,
            };
            EntraError::known(number).with_status(StatusCode::FORBIDDEN).page(call, &way_out)
        }
        refused => pages::refused_with(refused, &way_out),
    }
}
