//! `/{tenant}/v2.0/adminconsent` ("Admin consent on the Microsoft identity platform").

use axum::{
    Form,
    extract::{OriginalUri, Path, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use maud::html;
use world::{
    World,
    consent::Consent,
    effect::Actor,
    ids::{AccountId, TenantId, UserId},
    sign_in::SignInOutcome,
    user::User,
};

use super::{
    account_picker,
    authorize_flow::DecisionForm,
    authorize_request::{ClientRequest, no_action},
    consent_page,
    params::{Params, given},
    scopes::Scopes,
};
use crate::{
    app_state::AppState,
    browser::{error::EntraError, resume, session::Session},
    request_context::RequestContext,
};

/// The end of the address.
pub(super) const PATH: &str = "/v2.0/adminconsent";

pub(super) async fn ask(
    State(state): State<AppState>,
    Path(segment): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    context: RequestContext,
    Form(params): Form<Params>,
) -> Response {
    let (client_request, permissions) = match read(&state, &context, &segment, &params) {
        Ok(read) => read,
        Err(error) => return error.page(&context, &no_action()),
    };
    let session = Session::of(&state, &headers);
    let picked = given(&params, resume::ACCOUNT_PARAM).and_then(|id| id.parse::<AccountId>().ok());
    let Some(signed) = picked.and_then(|id| session.signed_in(id)) else {
        return account_picker::page(&state, &client_request, &session, uri.path(), &params);
    };
    let name = &client_request.client.name;
    let back = resume::address(uri.path(), &params, Some(signed.account));
    if state.read(|world| administrator(world, client_request.tenant, signed.account)).is_none() {
        let another = resume::address_with_account_prompt(uri.path(), &params);
        let way_out = html! {
            p { strong { "Need admin approval" } }
            div.actions { a.button href=(another) { "Use another account" } }
            (consent_page::form(&back, signed.account, false, false))
        };
        return EntraError::from_number(90_094).with_status(StatusCode::FORBIDDEN).page(&context, &way_out);
    }
    let address = state.read(|world| consent_page::address_of(world, signed.account));
    let lists = [
        ("For whoever is signed in", names(&permissions.scopes)),
        ("By itself, without anybody signed in", names(&permissions.roles)),
    ];
    consent_page::requested(name, &address, &lists, &consent_page::form(&back, signed.account, true, false))
}

fn names(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

/// The permissions to consent to for all users.
struct RequestedPermissions {
    scopes: Vec<String>,
    roles: Vec<String>,
}

fn read(
    state: &AppState,
    context: &RequestContext,
    segment: &str,
    params: &Params,
) -> Result<(ClientRequest, RequestedPermissions), EntraError> {
    let client_request = state.read(|world| ClientRequest::read(world, segment, params))?;
    let text = given(params, "scope").ok_or_else(|| EntraError::missing("scope"))?;
    let scopes = Scopes::read(context, &client_request.client, text)?;
    let all = scopes.has(".default");
    let requested = &client_request.registration;
    let mut permissions = RequestedPermissions { scopes: scopes.missing_in(&[]), roles: Vec::new() };
    if all {
        permissions.scopes = joined(&client_request.client.delegated_scopes, &requested.requested_scopes);
        permissions.roles = joined(&client_request.client.application_roles, &requested.requested_roles);
    }
    Ok((client_request, permissions))
}

fn joined(held: &[String], more: &[String]) -> Vec<String> {
    held.iter().chain(more.iter().filter(|own| !held.contains(own))).cloned().collect()
}

/// The user of the account, if it may consent for all users.
fn administrator(world: &World, tenant: TenantId, account: AccountId) -> Option<UserId> {
    match world.sign_in(tenant, account) {
        SignInOutcome::Allowed(user) => {
            Some(user).filter(|user| User::may_consent_for_all(user)).map(|user| user.id)
        }
        _ => None,
    }
}

/// The administrator's decision. A refusal says `admin_consent=True` all the same, as the real one does.
pub(super) fn decide(
    state: &AppState,
    context: &RequestContext,
    path: &str,
    params: &Params,
    fields: &DecisionForm,
) -> Response {
    let segment = path.split('/').nth(1).unwrap_or_default();
    let (client_request, permissions) = match read(state, context, segment, params) {
        Ok(read) => read,
        Err(error) => return error.page(context, &no_action()),
    };
    let yes = ("admin_consent", "True".to_owned());
    let user = state.read(|world| administrator(world, client_request.tenant, fields.account));
    let Some(user) = user.filter(|_| fields.decision == "accept") else {
        let description = EntraError::from_number(65_004).description(context);
        let error = ("error", "consent_required".to_owned());
        return client_request.response_target.send(vec![error, ("error_description", description), yes]);
    };
    let names = permissions
        .scopes
        .iter()
        .chain(&permissions.roles)
        .map(|name| format!("https://graph.microsoft.com/{name}"));
    let scope = names.collect::<Vec<_>>().join(" ");
    record(state, context, &client_request, &permissions, user);
    client_request.response_target.send(vec![
        yes,
        ("tenant", client_request.tenant.to_string()),
        ("scope", scope),
    ])
}

fn record(
    state: &AppState,
    context: &RequestContext,
    client_request: &ClientRequest,
    permissions: &RequestedPermissions,
    user: UserId,
) {
    let app = client_request.client.client_id;
    let consent =
        Consent { app, user: None, scopes: permissions.scopes.clone(), roles: permissions.roles.clone() };
    let meta = context.meta.by(Actor { app: Some(app), user: Some(user) });
    state.change(|world| world.consent(&meta, client_request.tenant, consent));
}
