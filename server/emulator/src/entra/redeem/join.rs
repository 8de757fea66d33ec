//! Just-in-time redemption: a pending guest signs in to an application without the redeem link.

use axum::{Form, extract::State, response::Response};
use http::{HeaderMap, StatusCode};
use world::{
    cross_tenant::CrossTenantBlock,
    effect::Actor,
    ids::{AccountId, TenantId},
    redeem::RedeemRefused,
};

use super::{RedeemForm, my_apps, pages};
use crate::{
    app_state::AppState,
    browser::{
        error::EntraError,
        resume::{ACCOUNT_PARAM, with_account_prompt},
        session::Session,
    },
    entra::{home_idp::sign_in_address, login::authorize_request::error_response_for},
    pages::{is_local, see_other},
    request_context::RequestContext,
};

/// Asks a pending guest for consent during sign-in to an application, or continues when both tenants skip consent. A guest that is blocked by now
/// gets an error.
pub fn ask_to_join(
    state: &AppState,
    context: &RequestContext,
    tenant: TenantId,
    account: AccountId,
    back: &str,
) -> Response {
    if let Err(refused) = state.read(|world| world.may_join(tenant, account, context.now())) {
        return refuse(context, refused, back);
    }
    if state.read(|world| world.skips_consent(tenant, account)) {
        return accept(state, context, tenant, account, back);
    }
    let organization = state.read(|world| world.tenant(tenant).map(|tenant| tenant.display_name.clone()));
    let address = address_of(state, account).unwrap_or_default();
    pages::join(&organization.unwrap_or_default(), &address, tenant, account, back)
}

pub(super) async fn join(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<RedeemForm>,
) -> Response {
    let session = Session::of(&state, &headers);
    let (Ok(tenant), Ok(account)) = (fields.tenant.parse::<TenantId>(), fields.account.parse()) else {
        return refuse(&context, RedeemRefused::WrongAccount, &fields.back);
    };
    if !session.is_signed_in(&state, tenant, account, context.now()) {
        let back = if is_local(&fields.back) { fields.back } else { my_apps::address(tenant) };
        return match address_of(&state, account) {
            Some(address) => see_other(&sign_in_address(&address, &back)),
            None => refuse(&context, RedeemRefused::WrongAccount, &back),
        };
    }
    if fields.decision != "accept" {
        return declined(&state, &context, tenant, &fields.back);
    }
    accept(&state, &context, tenant, account, &fields.back)
}

fn address_of(state: &AppState, account: AccountId) -> Option<String> {
    state.read(|world| world.account(account).map(|account| account.address.clone()))
}

/// Redeems, and continues with the sign-in, which shows the terms of use, if any.
fn accept(
    state: &AppState,
    context: &RequestContext,
    tenant: TenantId,
    account: AccountId,
    back: &str,
) -> Response {
    let user = state.read(|world| world.pending_guest_for(tenant, account));
    let meta = context.meta.by(Actor { app: None, user });
    match state.change(|world| world.join(&meta, tenant, account)) {
        Ok(_) if is_local(back) => see_other(&format!("{back}&{ACCOUNT_PARAM}={account}")),
        Ok(_) => see_other(&my_apps::address(tenant)),
        Err(refused) => refuse(context, refused, back),
    }
}

/// Sends the error of declined consent to the application.
fn declined(state: &AppState, context: &RequestContext, tenant: TenantId, back: &str) -> Response {
    let response = is_local(back)
        .then(|| error_response_for(state, context, back, &EntraError::from_number(65_004)))
        .flatten();
    response.unwrap_or_else(|| {
        let name = state.read(|world| world.tenant(tenant).map(|tenant| tenant.display_name.clone()));
        pages::declined(&name.unwrap_or_default(), &my_apps::address(tenant))
    })
}

/// Shows the error with a button to use another account.
fn refuse(context: &RequestContext, refused: RedeemRefused, back: &str) -> Response {
    let way_out = pages::another(&with_account_prompt(back));
    match refused {
        RedeemRefused::CrossTenantBlocked(by) => {
            let number = match by {
                CrossTenantBlock::Outbound => 500_212,
                CrossTenantBlock::Inbound => 500_213,
            };
            EntraError::from_number(number).with_status(StatusCode::FORBIDDEN).page(context, &way_out)
        }
        refused => pages::refused_with(refused, &way_out),
    }
}
