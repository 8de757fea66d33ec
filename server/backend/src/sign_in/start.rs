//! The redirect to the authority, with `state`, nonce and PKCE challenge for the check of the callback.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use contract::{EmailAddress, LocalPath};
use http::HeaderMap;
use http::header::HOST;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use serde::Deserialize;
use std::borrow::Cow;
use tower_sessions::Session;
use url::form_urlencoded::Serializer;

use super::SignInState;
use super::failure::{SignInFailure, redirect_with_error};
use crate::oidc_provider::AuthorityError;
use crate::session::{LoginAttempt, save_login_attempt, session_user};

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
    session: Session,
    headers: HeaderMap,
    Query(params): Query<StartQuery>,
) -> Response {
    if let Some(own) = redirect_to_public_host(&state, &headers, &params) {
        return own;
    }
    let to = params.to.as_deref().and_then(|to| LocalPath::parse(to).ok()).unwrap_or_else(LocalPath::home);
    let now = state.clock.now_ms();
    let attempt = LoginAttempt {
        state: state.ids.new_secret(),
        nonce: state.ids.new_secret(),
        verifier: state.ids.new_secret(),
        to: to.clone(),
        at: now,
    };
    let redirect = async {
        let claims = pending_challenge(&state, &session).await?;
        let address = authorize_address(&state, &attempt, &params, claims).await?;
        save_login_attempt(&session, attempt, now).await?;
        Ok::<_, SignInFailure>(address)
    };
    match redirect.await {
        Ok(address) => Redirect::to(&address).into_response(),
        Err(failure) => redirect_with_error(&state, &failure, Some(&to)),
    }
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
    Some(Redirect::to(&format!("{}/sign-in/start?{}", state.public_origin, query.finish())).into_response())
}

/// The claims challenge that the signed-in user still has to satisfy.
async fn pending_challenge(state: &SignInState, session: &Session) -> Result<Option<String>, SignInFailure> {
    let Some(person) = session_user(session).await? else { return Ok(None) };
    Ok(state.vault.challenge(&person.tenant, &person.user).await?)
}

async fn authorize_address(
    state: &SignInState,
    attempt: &LoginAttempt,
    params: &StartQuery,
    claims: Option<String>,
) -> Result<String, AuthorityError> {
    let metadata = state.provider.metadata().await?;
    let client = state.provider.client(&metadata)?;
    let redirect =
        RedirectUrl::new(state.redirect_uri()).map_err(|_| AuthorityError::unreadable("our own address"))?;
    let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
    let mut request = client
        .authorize_url(|| CsrfToken::new(attempt.state.clone()))
        .set_redirect_uri(Cow::Owned(redirect))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_scopes(state.provider.scopes().into_iter().map(Scope::new))
        .add_extra_param("nonce", attempt.nonce.clone())
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
