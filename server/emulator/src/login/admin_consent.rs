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
    consent_page,
    params::{Params, given},
    picker,
    request::{Asker, no_way_out},
    scopes::Scopes,
    visit::Fields,
};
use crate::{
    browser::{error::EntraError, resume, session::Session},
    call::Call,
    site::Site,
};

/// How the address ends.
pub(super) const PATH: &str = "/v2.0/adminconsent";

pub(super) async fn ask(
    State(site): State<Site>,
    Path(segment): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
    Form(params): Form<Params>,
) -> Response {
    let (asker, wanted) = match read(&site, &call, &segment, &params) {
        Ok(read) => read,
        Err(error) => return error.page(&call, &no_way_out()),
    };
    let session = Session::of(&site, &headers);
    let picked = given(&params, resume::PICKED).and_then(|id| id.parse::<AccountId>().ok());
    let Some(signed) = picked.and_then(|id| session.signed_in(id)) else {
        return picker::page(&site, &asker, &session, uri.path(), &params);
    };
    let name = &asker.client.name;
    let back = resume::address(uri.path(), &params, Some(signed.account));
    if site.read(|world| administrator(world, asker.tenant, signed.account)).is_none() {
        let another = resume::another(uri.path(), &params);
        let way_out = html! {
            p { strong { "Need admin approval" } }
            div.actions { a.button href=(another) { "Use another account" } }
            (consent_page::form(&back, signed.account, false, false))
        };
        return EntraError::known(90_094).with_status(StatusCode::FORBIDDEN).page(&call, &way_out);
    }
    let address = site.read(|world| consent_page::address_of(world, signed.account));
    let lists = [
        ("For whoever is signed in", names(&wanted.scopes)),
        ("By itself, without anybody signed in", names(&wanted.roles)),
    ];
    consent_page::requested(name, &address, &lists, &consent_page::form(&back, signed.account, true, false))
}

fn names(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

/// What is asked for everybody.
struct Wanted {
    scopes: Vec<String>,
    roles: Vec<String>,
}

fn read(site: &Site, call: &Call, segment: &str, params: &Params) -> Result<(Asker, Wanted), EntraError> {
    let asker = site.read(|world| Asker::read(world, segment, params))?;
    let text = given(params, "scope").ok_or_else(|| EntraError::missing("scope"))?;
    let scopes = Scopes::read(call, &asker.client, text)?;
    let all = scopes.has(".default");
    let requested = &asker.registration;
    let mut wanted = Wanted { scopes: scopes.missing_in(&[]), roles: Vec::new() };
    if all {
        wanted.scopes = joined(&asker.client.delegated_scopes, &requested.requested_scopes);
        wanted.roles = joined(&asker.client.application_roles, &requested.requested_roles);
    }
    Ok((asker, wanted))
}

fn joined(held: &[String], more: &[String]) -> Vec<String> {
    held.iter().chain(more.iter().filter(|own| !held.contains(own))).cloned().collect()
}

/// The user of the account, if it may consent for everybody.
fn administrator(world: &World, tenant: TenantId, account: AccountId) -> Option<UserId> {
    match world.sign_in(tenant, account) {
        SignInOutcome::Allowed(user) => {
            Some(user).filter(|user| User::may_consent_for_all(user)).map(|user| user.id)
        }
        _ => None,
    }
}

/// The administrator's decision. A refusal says `admin_consent=True` all the same, as the real one does.
pub(super) fn decide(site: &Site, call: &Call, path: &str, params: &Params, fields: &Fields) -> Response {
    let segment = path.split('/').nth(1).unwrap_or_default();
    let (asker, wanted) = match read(site, call, segment, params) {
        Ok(read) => read,
        Err(error) => return error.page(call, &no_way_out()),
    };
    let yes = ("admin_consent", "True".to_owned());
    let user = site.read(|world| administrator(world, asker.tenant, fields.account));
    let Some(user) = user.filter(|_| fields.decision == "accept") else {
        let description = EntraError::known(65_004).description(call);
        let error = ("error", "consent_required".to_owned());
        return asker.answer.send(vec![error, ("error_description", description), yes]);
    };
    let names =
        wanted.scopes.iter().chain(&wanted.roles).map(|name| format!("https://graph.microsoft.com/{name}"));
    let scope = names.collect::<Vec<_>>().join(" ");
    record(site, call, &asker, &wanted, user);
    asker.answer.send(vec![yes, ("tenant", asker.tenant.to_string()), ("scope", scope)])
}

fn record(site: &Site, call: &Call, asker: &Asker, wanted: &Wanted, user: UserId) {
    let app = asker.client.client_id;
    let consent = Consent { app, user: None, scopes: wanted.scopes.clone(), roles: wanted.roles.clone() };
    let meta = call.meta.by(Actor { app: Some(app), user: Some(user) });
    site.change(|world| world.consent(&meta, asker.tenant, consent));
}
