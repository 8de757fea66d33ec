//! `/{tenant}/oauth2/v2.0/authorize` ("OAuth 2.0 authorization code flow", Microsoft identity platform).

use axum::{
    Form,
    extract::{Path, Query, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use maud::html;

use super::{
    EntraError,
    code::Issued,
    grant::Principal,
    picker,
    request::{Asked, Asker, Params, given, no_way_out},
    session::{Session, SignedIn},
};
use crate::{
    call::Call,
    redeem,
    site::Site,
    world::{
        World,
        ids::{AccountId, UserId},
        sign_in::SignIn,
    },
};

pub(super) async fn get(
    State(site): State<Site>,
    Path(segment): Path<String>,
    Query(params): Query<Params>,
    headers: HeaderMap,
    call: Call,
) -> Response {
    authorize(&site, &call, &segment, &headers, &params)
}

pub(super) async fn post(
    State(site): State<Site>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    call: Call,
    Form(params): Form<Params>,
) -> Response {
    authorize(&site, &call, &segment, &headers, &params)
}

fn authorize(site: &Site, call: &Call, segment: &str, headers: &HeaderMap, params: &Params) -> Response {
    let sender = match site.read(|world| Asker::read(world, segment, params)) {
        Ok(sender) => sender,
        Err(error) => return error.page(call, &no_way_out()),
    };
    let asked = match Asked::read(call, &sender.client, params) {
        Ok(asked) => asked,
        Err(error) => return sender.answer.error(call, &error),
    };
    let session = Session::of(site, headers);
    match choose(site, &sender, &asked, &session, params) {
        Choice::Account(signed) => finish(site, call, segment, &sender, asked, params, signed),
        Choice::Ask => picker::page(site, &sender, &session, segment, params),
        Choice::Nobody => sender.answer.error(
            call,
            &EntraError::new(
                "login_required",
                50_058,
                "A silent sign-in request was sent but no user is signed in.",
            ),
        ),
    }
}

/// Who shall sign in.
enum Choice {
    Account(SignedIn),
    Ask,
    Nobody,
}

fn choose(site: &Site, sender: &Asker, asked: &Asked, session: &Session, params: &Params) -> Choice {
    // The picker's own answer: an account that has just signed in.
    let picked = given(params, picker::PICKED)
        .and_then(|id| id.parse::<AccountId>().ok())
        .and_then(|id| session.signed_in(id));
    if let Some(signed) = picked {
        return Choice::Account(signed);
    }
    let hinted = given(params, "login_hint").map(|hint| picker::hinted(site, sender.tenant, hint));
    let candidates: Vec<_> = session
        .accounts
        .iter()
        .filter(|signed| hinted.is_none_or(|hinted| hinted == Some(signed.account)))
        .copied()
        .collect();
    match (asked.prompt.as_str(), candidates.as_slice()) {
        ("none", [signed]) => Choice::Account(*signed),
        ("none", _) => Choice::Nobody,
        ("login" | "select_account", _) => Choice::Ask,
        (_, [signed]) => Choice::Account(*signed),
        _ => Choice::Ask,
    }
}

fn finish(
    site: &Site,
    call: &Call,
    segment: &str,
    sender: &Asker,
    asked: Asked,
    params: &Params,
    signed: SignedIn,
) -> Response {
    let silent = asked.prompt == "none";
    let user = match site.read(|world| user_of(world, sender, signed.account)) {
        Ok(Some(user)) => user,
        Ok(None) | Err(_) if silent => {
            let sentence = "The selected user account does not exist in the tenant, or has to accept an invitation first. Interaction is required.";
            return sender.answer.error(call, &EntraError::new("interaction_required", 16_000, sentence));
        }
        Ok(None) => {
            let back = picker::address(segment, params, None);
            return redeem::ask_to_join(site, sender.tenant, signed.account, &back);
        }
        Err(error) => {
            let another = picker::another(segment, params);
            let way_out = html! { p { a.button href=(another) { "Use another account" } } };
            return error.with_status(StatusCode::FORBIDDEN).page(call, &way_out);
        }
    };
    let principal = Principal { user, account: signed.account, sid: signed.sid, auth_time: signed.at };
    let code = site.codes.issue(Issued {
        client: sender.client.client_id,
        tenant: sender.tenant,
        principal,
        redirect_uri: sender.answer.redirect_uri.clone(),
        scopes: asked.scopes,
        nonce: asked.nonce,
        challenge: asked.challenge,
        at: call.now(),
        redeemed: false,
    });
    sender.answer.code(&code, &signed.sid.to_string())
}

/// The user that the account is in the tenant; none for a guest that has to redeem first.
fn user_of(world: &World, sender: &Asker, account: AccountId) -> Result<Option<UserId>, EntraError> {
    match world.sign_in(sender.tenant, account) {
        SignIn::Welcome(user) => Ok(Some(user.id)),
        SignIn::MustRedeem(_) => Ok(None),
        SignIn::Blocked(_) => Err(EntraError::new("access_denied", 50_057, "The user account is disabled.")),
        SignIn::Unknown => {
            let tenant = world.tenant(sender.tenant).map(|tenant| tenant.display_name.as_str());
            let account = world.account(account);
            let sentence = format!(
                "User account '{}' from identity provider '{}' does not exist in tenant '{}' and cannot access the application '{}'({}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Microsoft Entra user account.",
                account.map(|account| account.address.as_str()).unwrap_or_default(),
                account.map(|account| account.realm.idp()).unwrap_or_default(),
                tenant.unwrap_or_default(),
                sender.client.client_id,
                sender.client.name,
            );
            Err(EntraError::new("access_denied", 50_020, &sentence))
        }
    }
}
