//! The pages that interrupt a sign-in: second factor, terms of use, consent, denied access.

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
    access_checks::Interruption,
    authorize_flow::{AuthorizeFlow, DecisionForm, decision},
    consent,
};
use crate::{
    app_state::AppState,
    browser::{error::EntraError, resume, session::Session},
    entra::redeem,
    pages,
    request_context::RequestContext,
};

/// The address of the form for the second factor.
pub(super) const MFA: &str = "/login/mfa";

/// The page of an interruption.
pub(super) fn page(
    flow: &AuthorizeFlow<'_>,
    interruption: Interruption,
    account: AccountId,
    user: UserId,
) -> Response {
    let back = resume::address(flow.path, &flow.params, Some(account));
    match interruption {
        Interruption::Refused(error) => flow.refuse(error),
        Interruption::SecondFactor { registered, .. } => second_factor(&back, account, registered),
        Interruption::Terms(terms) => {
            let tenant = flow.client_request.tenant;
            let name = |world: &world::World| world.tenant(tenant).map(|own| own.display_name.clone());
            let organization = flow.state.read(name).unwrap_or_default();
            redeem::terms::page(&organization, &terms, tenant, account, &back)
        }
        Interruption::Consent(missing) => {
            let everybody = flow.request.prompt == "admin_consent";
            consent::page(flow, &missing, everybody, &back, account, user)
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

/// The second factor, which is a click on a button.
pub(super) async fn mfa(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<DecisionForm>,
) -> Response {
    let mut session = Session::of(&state, &headers);
    let Some((path, params)) = fields.request() else { return StatusCode::BAD_REQUEST.into_response() };
    if session.signed_in(fields.account).is_none() {
        return pages::see_other(&resume::address(path, &params, None));
    }
    if fields.decision != "approve" {
        let way_out = html! { div.actions { a.button href=(fields.back) { "Try again" } } };
        return EntraError::from_number(50_074).with_status(StatusCode::FORBIDDEN).page(&context, &way_out);
    }
    session.show_mfa(fields.account);
    let segment = path.split('/').nth(1).unwrap_or_default();
    if let Some((tenant, user)) = unregistered(&state, segment, fields.account) {
        let meta = context.meta.by(Actor { app: None, user: Some(user) });
        state.change(|world| world.register_mfa(&meta, tenant, user));
    }
    session.with_cookie(&state, pages::see_other(&resume::address(path, &params, Some(fields.account))))
}

/// The user of the account, if it has not registered a second factor in the tenant.
fn unregistered(state: &AppState, segment: &str, account: AccountId) -> Option<(TenantId, UserId)> {
    state.read(|world| {
        let named = world.tenant_named(segment).map(|tenant| tenant.id);
        let tenant = named.or_else(|| world.home_of(account))?;
        match world.sign_in(tenant, account) {
            SignInOutcome::Allowed(user) if !user.mfa_registered => Some((tenant, user.id)),
            _ => None,
        }
    })
}
