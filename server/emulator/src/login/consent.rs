//! Consent of a user, or of an administrator for everybody ("Application consent experience").

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use maud::{Markup, html};

use super::{
    EntraError, admin_consent,
    authorize::Visit,
    interrupt::{Fields, decision},
    permission, picker,
    request::{Asked, Asker, no_way_out},
    session::Session,
};
use crate::{
    call::Call,
    pages,
    site::Site,
    world::{
        World,
        consent::Consent,
        effect::Actor,
        ids::{AccountId, UserId},
        sign_in::SignIn,
        user::User,
    },
};

/// Where the decision goes.
pub(super) const CONSENT: &str = "/login/consent";

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

/// The address that an account signs in with.
pub(super) fn address_of(world: &World, account: AccountId) -> String {
    world.account(account).map(|account| account.address.clone()).unwrap_or_default()
}

/// "Permissions requested": lists with their headings, which may be empty.
pub(super) fn requested(app: &str, address: &str, lists: &[(&str, Vec<&str>)], form: &Markup) -> Response {
    let body = html! {
        p { "You are signed in as " strong { (address) } "." }
        p { strong { (app) } " would like to:" }
        @for (heading, permissions) in lists.iter().filter(|(_, permissions)| !permissions.is_empty()) {
            @if !heading.is_empty() { h2 { (heading) } }
            ul {
                @for permission in permissions {
                    li {
                        @match permission::words(permission) {
                            Some(words) => { (words) " (" code { (permission) } ")" },
                            None => code { (permission) },
                        }
                    }
                }
            }
        }
        (form)
    };
    pages::page("Permissions requested", &body)
}

/// Only an administrator could consent.
pub(super) fn needs_administrator(call: &Call, app: &str, form: &Markup) -> Response {
    let way_out = html! {
        p { strong { "Need admin approval" } ": " (app) " needs permissions that only an administrator can grant." }
        (form)
    };
    EntraError::known(90_094).with_status(StatusCode::FORBIDDEN).page(call, &way_out)
}

/// The buttons; without `accept` there is only the way back to the application.
pub(super) fn form(back: &str, account: AccountId, accept: bool, offer_everybody: bool) -> Markup {
    if !accept {
        return html! {
            form method="post" action=(CONSENT) {
                input type="hidden" name="continue" value=(back);
                input type="hidden" name="account" value=(account);
                div.actions {
                    button.quiet name="decision" value="refused" { "Return to the application without granting consent" }
                }
            }
        };
    }
    let box_ = html! {
        @if offer_everybody {
            label.check {
                input type="checkbox" name="everybody" value="1";
                span { "Consent on behalf of your organization" }
            }
        }
    };
    decision(CONSENT, back, account, &box_, [("accept", "Accept"), ("cancel", "Cancel")])
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
        return pages::see_other(&picker::address(path, &params, None));
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
    pages::see_other(&picker::address(path, &params, Some(fields.account)))
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
        let SignIn::Welcome(user) = world.sign_in(sender.tenant, account) else { return false };
        let scopes = asked.scopes.missing_in(&world.consented_scopes(&sender.client, Some(user.id)));
        let allowed = scopes.iter().all(|scope| user.may_consent_to(scope))
            && (!everybody || user.may_consent_for_all());
        let user = user.id;
        if allowed && !scopes.is_empty() {
            let app = sender.client.client_id;
            let given = Consent { app, user: (!everybody).then_some(user), scopes, roles: Vec::new() };
            let cause = call.cause.by(Actor { app: Some(app), user: Some(user) });
            world.consent(&cause, sender.tenant, given);
        }
        allowed
    })
}
