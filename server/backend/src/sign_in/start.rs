//! The redirect to the authority, with `state`, nonce and PKCE challenge for the check of the callback.

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use contract::{EmailAddress, LocalPath, routes};
use http::HeaderMap;
use http::header::HOST;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use serde::Deserialize;
use std::borrow::Cow;
use url::form_urlencoded::Serializer;

use super::SignInState;
use super::failure::{SignInFailure, redirect_with_error};
use crate::oidc_provider::AuthorityError;
use crate::session::{BegunSignIn, CurrentSession, begin_sign_in};

/// The query of the page's link.
#[derive(Debug, Default, Deserialize)]
pub(super) struct StartQuery {
    /// Where to go afterwards.
    to: Option<String>,
    /// Who it will be, as far as one can tell.
    hint: Option<String>,
    /// `1`: let the person pick an account.
    pick: Option<String>,
}

/// `GET /sign-in/start`
pub(super) async fn start(
    State(state): State<SignInState>,
    current: Option<Extension<CurrentSession>>,
    headers: HeaderMap,
    Query(params): Query<StartQuery>,
) -> Response {
    if let Some(own) = redirect_to_public_host(&state, &headers, &params) {
        return own;
    }
    let to = params.to.as_deref().and_then(|to| LocalPath::parse(to).ok()).unwrap_or_else(LocalPath::home);
    let begun = begin_sign_in(&*state.ids, to, state.clock.now_ms());
    let address = async {
        let claims = pending_challenge(&state, current).await?;
        Ok::<_, SignInFailure>(authorize_address(&state, &begun, &params, claims).await?)
    };
    match address.await {
        Ok(address) => {
            let mut response = Redirect::to(&address).into_response();
            begun.send_with(&state.sealer, &headers, response.headers_mut());
            response
        }
        Err(failure) => redirect_with_error(&state, &failure, Some(&begun.to)),
    }
}

/// The address that leads to the authority at once, and then to this path.
pub(super) fn start_url(to: &LocalPath) -> String {
    let query = Serializer::new(String::new()).append_pair("to", to.as_str()).finish();
    format!("{}?{query}", routes::SIGN_IN_START)
}

/// A redirect to the public host, if the request came under another name of this machine: the callback would not have the cookie of that name.
fn redirect_to_public_host(
    state: &SignInState,
    headers: &HeaderMap,
    params: &StartQuery,
) -> Option<Response> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let own = state.public_origin.split_once("://").map(|(_, authority)| authority)?;
    if host.eq_ignore_ascii_case(own) {
        return None;
    }
    let mut query = Serializer::new(String::new());
    for (name, value) in [("to", &params.to), ("hint", &params.hint), ("pick", &params.pick)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let own = format!("{}{}?{}", state.public_origin, routes::SIGN_IN_START, query.finish());
    Some(Redirect::to(&own).into_response())
}

/// The claims challenge that the signed-in user still has to satisfy.
async fn pending_challenge(
    state: &SignInState,
    current: Option<Extension<CurrentSession>>,
) -> Result<Option<String>, SignInFailure> {
    let Some(Extension(CurrentSession { user: person, .. })) = current else { return Ok(None) };
    Ok(state.vault.challenge(&person.tenant, &person.user).await?)
}

async fn authorize_address(
    state: &SignInState,
    begun: &BegunSignIn,
    params: &StartQuery,
    claims: Option<String>,
) -> Result<String, AuthorityError> {
    let metadata = state.provider.metadata().await?;
    let client = state.provider.client(&metadata)?;
    let redirect =
        RedirectUrl::new(state.redirect_uri()).map_err(|_| AuthorityError::unreadable("our own address"))?;
    let verifier = PkceCodeVerifier::new(begun.verifier());
    let mut request = client
        .authorize_url(|| CsrfToken::new(begun.state.clone()))
        .set_redirect_uri(Cow::Owned(redirect))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_scopes(state.provider.scopes().into_iter().map(Scope::new))
        .add_extra_param("nonce", begun.nonce())
        .add_extra_param("response_mode", "query");
    if let Some(claims) = claims {
        request = request.add_extra_param("claims", claims);
    }
    let hint = params.hint.as_deref().and_then(|hint| EmailAddress::parse(hint).ok());
    // The two do not go together.
    if params.pick.as_deref() == Some("1") {
        request = request.add_extra_param("prompt", "select_account");
    } else if let Some(hint) = hint {
        request = request.add_extra_param("login_hint", hint.as_str().to_owned());
    }
    Ok(request.url().0.into())
}
