//! `/{tenant}/oauth2/v2.0/logout`: ends the session, calls front-channel logout of the applications, and redirects to a registered address.

use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use maud::{PreEscaped, html};
use world::app::Client;

use super::{
    authority::{Authority, issuer},
    authorize_request::no_action,
    params::{Params, given},
};
use crate::{
    app_state::AppState,
    browser::session::{Session, VisitedApp},
    keys::sha256_standard,
    pages,
    pages::frame::Frame,
    request_context::RequestContext,
};

/// Redirects when every frame has loaded.
const GO_ON: &str = "onload=function(){location.replace(document.getElementById('on').href)}";

/// GET and POST: the parameters come as a query or as a form.
pub(super) async fn logout(
    State(state): State<AppState>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    context: RequestContext,
    Form(params): Form<Params>,
) -> Response {
    if let Err(error) = state.read(|world| Authority::named(world, &segment)) {
        return error.page(&context, &no_action());
    }
    let mut session = Session::of(&state, &headers);
    let hinted = given(&params, "logout_hint").and_then(|hint| hint.strip_prefix("O."));
    let hinted = hinted.and_then(|id| {
        state.read(|world| match world.tenant_named(&segment) {
            Some(tenant) => tenant.user_named(id)?.account,
            None => world.tenants().find_map(|tenant| tenant.user_named(id))?.account,
        })
    });
    let left = session.sign_out(hinted);
    let frames: Vec<_> = left.iter().filter_map(|visited| frame(&state, &context, visited)).collect();
    let response = match (destination(&state, &params), frames.as_slice()) {
        (Some(location), []) => pages::redirect(StatusCode::FOUND, &location),
        (None, []) => pages::page("You signed out", &html! { p { "You may close this window." } }),
        (location, frames) => render_frames(location.as_deref(), frames),
    };
    session.with_cookie(&state, response)
}

/// The requested redirect address, if it is registered.
fn destination(state: &AppState, params: &Params) -> Option<String> {
    let registered = |uri: &&str| {
        state.read(|world| {
            let may = |app: &Client| {
                let registration = world.registration(app.client_id);
                app.may_return_to(uri) || registration.may_return_to(uri) || registration.is_spa(uri)
            };
            world.clients().iter().any(may)
        })
    };
    let uri = given(params, "post_logout_redirect_uri").filter(registered)?;
    let state = given(params, "state").map(|state| [("state", state)]);
    let query = state.and_then(|pair| serde_urlencoded::to_string(pair).ok());
    let mark = if uri.contains('?') { '&' } else { '?' };
    Some(query.map_or_else(|| uri.to_owned(), |query| format!("{uri}{mark}{query}")))
}

/// The application's front-channel logout address for this session ("`OpenID` Connect Front-Channel Logout 1.0").
fn frame(state: &AppState, context: &RequestContext, visited: &VisitedApp) -> Option<String> {
    let url = state.read(|world| {
        world.clients().iter().find(|client| client.client_id == visited.app)?.logout_url.clone()
    })?;
    let issuer = issuer(&context.origin, &visited.tenant.to_string());
    let query = [("sid", visited.sid.to_string()), ("iss", issuer)];
    Some(format!("{url}?{}", serde_urlencoded::to_string(query).unwrap_or_default()))
}

/// The page with a hidden frame for each application. Without scripts it redirects after two seconds.
fn render_frames(location: Option<&str>, frames: &[String]) -> Response {
    let head = html! {
        @if let Some(location) = location {
            meta http-equiv="refresh" content=(format!("2;url={location}"));
        }
    };
    let body = html! {
        @for frame in frames { iframe hidden src=(frame) title="Sign-out of an application" {} }
        @if let Some(location) = location {
            p { a #on href=(location) { "Continue" } }
            script { (PreEscaped(GO_ON)) }
        } @else {
            p { "You may close this window." }
        }
    };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; frame-src http: https:; script-src 'sha256-{}'; base-uri 'none'; frame-ancestors 'none'",
        sha256_standard(GO_ON)
    );
    Frame::new("You signed out").with_head(head, policy).show(&body)
}
