//! `/{tenant}/oauth2/v2.0/logout`: ends the emulator's session, and goes where the application has registered.

use axum::{
    Form,
    extract::{Path, Query, State},
    response::Response,
};
use http::{HeaderMap, StatusCode, header::SET_COOKIE};
use maud::html;

use super::{
    authority::Authority,
    request::{Params, given, no_way_out},
    session::Session,
};
use crate::{call::Call, pages, site::Site};

pub(super) async fn get(
    State(site): State<Site>,
    Path(segment): Path<String>,
    Query(params): Query<Params>,
    headers: HeaderMap,
    call: Call,
) -> Response {
    logout(&site, &call, &segment, &headers, &params)
}

pub(super) async fn post(
    State(site): State<Site>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    call: Call,
    Form(params): Form<Params>,
) -> Response {
    logout(&site, &call, &segment, &headers, &params)
}

fn logout(site: &Site, call: &Call, segment: &str, headers: &HeaderMap, params: &Params) -> Response {
    if let Err(error) = site.read(|world| Authority::named(world, segment)) {
        return error.page(call, &no_way_out());
    }
    let mut session = Session::of(site, headers);
    let hinted = given(params, "logout_hint").and_then(|hint| hint.strip_prefix("O."));
    let hinted = hinted.and_then(|id| {
        site.read(|world| world.tenant_named(segment)?.user_named(id).and_then(|user| user.account))
    });
    session.accounts.retain(|signed| hinted.is_some_and(|hinted| signed.account != hinted));
    let wanted = given(params, "post_logout_redirect_uri");
    let registered = |uri: &&str| site.read(|world| world.clients().iter().any(|app| app.may_return_to(uri)));
    let mut response = match wanted.filter(registered) {
        Some(uri) => {
            let state = given(params, "state").map(|state| [("state", state)]);
            let query = state.and_then(|pair| serde_urlencoded::to_string(pair).ok());
            let mark = if uri.contains('?') { '&' } else { '?' };
            let location = query.map_or_else(|| uri.to_owned(), |query| format!("{uri}{mark}{query}"));
            pages::redirect(StatusCode::FOUND, &location)
        }
        None => pages::page("You signed out", &html! { p { "You may close this window." } }),
    };
    if let Some(cookie) = session.cookie(site) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
