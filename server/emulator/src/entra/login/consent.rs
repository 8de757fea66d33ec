//! Consent of a user, or of an administrator for all users ("Application consent experience").

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
    authorize_flow::{AuthorizeFlow, DecisionForm},
    authorize_request::{AuthorizeRequest, ClientRequest, no_action},
    consent_page::address_of,
};
use crate::{
    app_state::AppState,
    browser::{error::EntraError, resume, session::Session},
    entra::login::consent_page::{form, needs_administrator, requested},
    pages,
    request_context::RequestContext,
};

/// The page with the requested permissions. `missing` is empty when the application has all of them and prompts again.
pub(super) fn page(
    flow: &AuthorizeFlow<'_>,
    missing: &[String],
    everybody: bool,
    back: &str,
    account: AccountId,
    user: UserId,
) -> Response {
    let (allowed, for_all, address) = flow.state.read(|world| {
        let tenant = world.tenant(flow.client_request.tenant);
        let user = tenant.and_then(|tenant| tenant.user(user));
        let for_all = user.is_some_and(User::may_consent_for_all);
        let each = tenant.zip(user).is_some_and(|(tenant, user)| {
            missing.iter().all(|scope| user.may_consent_to(&tenant.policy, scope))
        });
        (each && (!everybody || for_all), for_all, address_of(world, account))
    });
    let name = &flow.client_request.client.name;
    if !allowed {
        return needs_administrator(flow.context, name, &form(back, account, false, false));
    }
    let request = flow.request.scopes.in_token();
    let shown: Vec<&str> = if missing.is_empty() {
        request.split(' ').collect()
    } else {
        missing.iter().map(String::as_str).collect()
    };
    requested(name, &address, &[("", shown)], &form(back, account, true, for_all && !everybody))
}

/// The decision on the consent page, also for admin consent.
pub(super) async fn decide(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<DecisionForm>,
) -> Response {
    let Some((path, params)) = fields.request() else { return StatusCode::BAD_REQUEST.into_response() };
    let session = Session::of(&state, &headers);
    if session.signed_in(fields.account).is_none() {
        return pages::see_other(&resume::address(path, &params, None));
    }
    if path.ends_with(admin_consent::PATH) {
        return admin_consent::decide(&state, &context, path, &params, &fields);
    }
    let segment = path.split('/').nth(1).unwrap_or_default();
    let client_request = match state.read(|world| ClientRequest::read(world, segment, &params)) {
        Ok(client_request) => client_request,
        Err(error) => return error.page(&context, &no_action()),
    };
    let request = match AuthorizeRequest::read(&context, &client_request, &params) {
        Ok(request) => request,
        Err(error) => return client_request.response_target.error(&context, &error),
    };
    if fields.decision != "accept" {
        let number = if fields.decision == "refused" { 90_094 } else { 65_004 };
        return client_request.response_target.error(&context, &EntraError::from_number(number));
    }
    let everybody = fields.everybody.is_some() || request.prompt == "admin_consent";
    if !record(&state, &context, &client_request, &request, fields.account, everybody) {
        return client_request.response_target.error(&context, &EntraError::from_number(90_094));
    }
    let mut params = params.clone();
    params.remove("prompt");
    pages::see_other(&resume::address(path, &params, Some(fields.account)))
}

/// Records consent to the missing permissions. False when this user may not consent to them.
fn record(
    state: &AppState,
    context: &RequestContext,
    client_request: &ClientRequest,
    request: &AuthorizeRequest,
    account: AccountId,
    everybody: bool,
) -> bool {
    state.change(|world| {
        let SignInOutcome::Allowed(user) = world.sign_in(client_request.tenant, account) else {
            return false;
        };
        let scopes =
            request.scopes.missing_in(&world.consented_scopes(&client_request.client, Some(user.id)));
        let Some(policy) = world.tenant(client_request.tenant).map(|tenant| &tenant.policy) else {
            return false;
        };
        let allowed = scopes.iter().all(|scope| user.may_consent_to(policy, scope))
            && (!everybody || user.may_consent_for_all());
        let user = user.id;
        if allowed && !scopes.is_empty() {
            let app = client_request.client.client_id;
            let given = Consent { app, user: (!everybody).then_some(user), scopes, roles: Vec::new() };
            let meta = context.meta.by(Actor { app: Some(app), user: Some(user) });
            world.consent(&meta, client_request.tenant, given);
        }
        allowed
    })
}
