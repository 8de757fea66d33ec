//! The pages between sign-in and the application: second factor, consent, and why there is none.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use maud::html;
use world::{
    effect::Actor,
    ids::{AccountId, TenantId, UserId},
    sign_in::SignInOutcome,
};

use super::{
    consent,
    gate::Hold,
    visit::{Fields, Visit, decision},
};
use crate::{
    browser::{error::EntraError, resume, session::Session},
    call::Call,
    pages, redeem,
    site::Site,
};

/// Where the second factor is shown.
pub(super) const MFA: &str = "/login/mfa";

/// The page for what holds the person.
pub(super) fn page(visit: &Visit<'_>, hold: Hold, account: AccountId, user: UserId) -> Response {
    let back = resume::address(visit.path, &visit.params, Some(account));
    match hold {
        Hold::Refused(error) => visit.refuse(error),
        Hold::SecondFactor { registered, .. } => second_factor(&back, account, registered),
        Hold::Terms(terms) => {
            let tenant = visit.asker.tenant;
            let name = |world: &world::World| world.tenant(tenant).map(|own| own.display_name.clone());
            let organization = visit.site.read(name).unwrap_or_default();
            redeem::terms::page(&organization, &terms, tenant, account, &back)
        }
        Hold::Consent(missing) => {
            let everybody = visit.asked.prompt == "admin_consent";
            consent::page(visit, &missing, everybody, &back, account, user)
        }
    }
}

fn second_factor(back: &str, account: AccountId, registered: bool) -> Response {
    let (title, text, choices) = if registered {
        (
            "Approve sign in request",
            "Open your authenticator app, and approve the request to sign in. Here a click stands for it.",
            [("approve", "Approve"), ("deny", "Deny")],
        )
    } else {
        (
            "More information required",
            "Your organization needs more information to keep your account secure: set up a second factor. Here a click stands for it.",
            [("approve", "Set it up"), ("deny", "Not now")],
        )
    };
    let body = html! {
        p { (text) }
        (decision(MFA, back, account, &html! {}, choices))
    };
    pages::page(title, &body)
}

/// The second factor: a click, as everything that people know or have is here.
pub(super) async fn mfa(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let mut session = Session::of(&site, &headers);
    let Some((path, params)) = fields.request() else { return StatusCode::BAD_REQUEST.into_response() };
    if session.signed_in(fields.account).is_none() {
        return pages::see_other(&resume::address(path, &params, None));
    }
    if fields.decision != "approve" {
        let way_out = html! { div.actions { a.button href=(fields.back) { "Try again" } } };
        return EntraError::known(50_074).with_status(StatusCode::FORBIDDEN).page(&call, &way_out);
    }
    session.show_mfa(fields.account);
    let segment = path.split('/').nth(1).unwrap_or_default();
    if let Some((tenant, user)) = unregistered(&site, segment, fields.account) {
        let meta = call.meta.by(Actor { app: None, user: Some(user) });
        site.change(|world| world.register_mfa(&meta, tenant, user));
    }
    session.keep(&site, pages::see_other(&resume::address(path, &params, Some(fields.account))))
}

/// The user of the account, if it has no second factor in the tenant yet.
fn unregistered(site: &Site, segment: &str, account: AccountId) -> Option<(TenantId, UserId)> {
    site.read(|world| {
        let named = world.tenant_named(segment).map(|tenant| tenant.id);
        let tenant = named.or_else(|| world.home_of(account))?;
        match world.sign_in(tenant, account) {
            SignInOutcome::Allowed(user) if !user.mfa_registered => Some((tenant, user.id)),
            _ => None,
        }
    })
}
