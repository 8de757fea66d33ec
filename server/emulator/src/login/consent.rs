//! Consent of a user, or of an administrator for everybody ("Application consent experience").

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use world::{
    consent::Consent,
    effect::Actor,
    ids::{AccountId, UserId},
    sign_in::SignInOutcome,
    user::User,
};

use super::{
    admin_consent,
    consent_page::address_of,
    request::{Asked, Asker, no_way_out},
    visit::{Fields, Visit},
};
use crate::{
    browser::{error::EntraError, resume, session::Session},
    call::Call,
    login::consent_page::{form, needs_administrator, requested},
    pages,
    site::Site,
};

/// The page: what the application would get. `missing` is empty when it has everything and asks again.
pub(super) fn page(
    visit: &Visit<'_>,
    missing: &[String],
    everybody: bool,
    back: &str,
    account: AccountId,
    user: UserId,
) -> Response {
    let may = |user: &User| {
        missing.iter().all(|scope| user.may_consent_to(scope)) && (!everybody || user.may_consent_for_all())
    };
    let (allowed, for_all, address) = visit.site.read(|world| {
        let user = world.tenant(visit.asker.tenant).and_then(|directory| directory.user(user));
        (user.is_some_and(may), user.is_some_and(User::may_consent_for_all), address_of(world, account))
    });
    let name = &visit.asker.client.name;
    if !allowed {
        return needs_administrator(visit.call, name, &form(back, account, false, false));
    }
    let asked = visit.asked.scopes.in_token();
    let shown: Vec<&str> = if missing.is_empty() {
        asked.split(' ').collect()
    } else {
        missing.iter().map(String::as_str).collect()
    };
    requested(name, &address, &[("", shown)], &form(back, account, true, for_all && !everybody))
}

/// The decision, for either kind of consent.
pub(super) async fn decide(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let Some((path, params)) = fields.request() else { return StatusCode::BAD_REQUEST.into_response() };
    let session = Session::of(&site, &headers);
    if session.signed_in(fields.account).is_none() {
        return pages::see_other(&resume::address(path, &params, None));
    }
    if path.ends_with(admin_consent::PATH) {
        return admin_consent::decide(&site, &call, path, &params, &fields);
    }
    let segment = path.split('/').nth(1).unwrap_or_default();
    let sender = match site.read(|world| Asker::read(world, segment, &params)) {
        Ok(sender) => sender,
        Err(error) => return error.page(&call, &no_way_out()),
    };
    let asked = match Asked::read(&call, &sender, &params) {
        Ok(asked) => asked,
        Err(error) => return sender.answer.error(&call, &error),
    };
    if fields.decision != "accept" {
        let number = if fields.decision == "refused" { 90_094 } else { 65_004 };
        return sender.answer.error(&call, &EntraError::known(number));
    }
    let everybody = fields.everybody.is_some() || asked.prompt == "admin_consent";
    if !record(&site, &call, &sender, &asked, fields.account, everybody) {
        return sender.answer.error(&call, &EntraError::known(90_094));
    }
    let mut params = params.clone();
    params.remove("prompt");
    pages::see_other(&resume::address(path, &params, Some(fields.account)))
}

/// Notes what is missing as consented. False when this user may not consent to it.
fn record(
    site: &Site,
    call: &Call,
    sender: &Asker,
    asked: &Asked,
    account: AccountId,
    everybody: bool,
) -> bool {
    site.change(|world| {
        let SignInOutcome::Allowed(user) = world.sign_in(sender.tenant, account) else { return false };
        let scopes = asked.scopes.missing_in(&world.consented_scopes(&sender.client, Some(user.id)));
        let allowed = scopes.iter().all(|scope| user.may_consent_to(scope))
            && (!everybody || user.may_consent_for_all());
        let user = user.id;
        if allowed && !scopes.is_empty() {
            let app = sender.client.client_id;
            let given = Consent { app, user: (!everybody).then_some(user), scopes, roles: Vec::new() };
            let meta = call.meta.by(Actor { app: Some(app), user: Some(user) });
            world.consent(&meta, sender.tenant, given);
        }
        allowed
    })
}
