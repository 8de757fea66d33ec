//! The way out: to the authority, with everything that the way back will be checked by.

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

use super::Desk;
use super::failure::{SignInFailure, turn_back};
use crate::provider::AuthorityError;
use crate::session::{Begun, put_begun, signed_in};

/// What the page's link says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wish {
    /// Where to go afterwards.
    to: Option<String>,
    /// Who it will be, as far as one can tell.
    hint: Option<String>,
    /// `1`: let the person pick an account.
    pick: Option<String>,
}

/// `GET /sign-in/start`
pub(super) async fn start(
    State(desk): State<Desk>,
    session: Session,
    headers: HeaderMap,
    Query(wish): Query<Wish>,
) -> Response {
    if let Some(own) = elsewhere(&desk, &headers, &wish) {
        return own;
    }
    let to = wish.to.as_deref().and_then(|to| LocalPath::parse(to).ok()).unwrap_or_else(LocalPath::home);
    let now = desk.clock.now_ms();
    let begun = Begun {
        state: desk.ids.secret(),
        nonce: desk.ids.secret(),
        verifier: desk.ids.secret(),
        to: to.clone(),
        at: now,
    };
    let leave = async {
        let claims = challenge(&desk, &session).await?;
        let address = authorize_address(&desk, &begun, &wish, claims).await?;
        put_begun(&session, begun, now).await?;
        Ok::<_, SignInFailure>(address)
    };
    match leave.await {
        Ok(address) => Redirect::to(&address).into_response(),
        Err(failure) => turn_back(&desk, &failure, Some(&to)),
    }
}

/// Under another name of this machine, the cookie would not be there on the way back: begin again under the public one.
fn elsewhere(desk: &Desk, headers: &HeaderMap, wish: &Wish) -> Option<Response> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let own = desk.public_origin.split_once("://").map(|(_, authority)| authority)?;
    if host.eq_ignore_ascii_case(own) {
        return None;
    }
    let mut query = Serializer::new(String::new());
    for (name, value) in [("to", &wish.to), ("hint", &wish.hint), ("pick", &wish.pick)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    Some(Redirect::to(&format!("{}/sign-in/start?{}", desk.public_origin, query.finish())).into_response())
}

/// What was asked of whoever is signed in here, and only a sign-in can bring.
async fn challenge(desk: &Desk, session: &Session) -> Result<Option<String>, SignInFailure> {
    let Some(person) = signed_in(session).await? else { return Ok(None) };
    Ok(desk.vault.challenge(&person.tenant, &person.user).await?)
}

async fn authorize_address(
    desk: &Desk,
    begun: &Begun,
    wish: &Wish,
    claims: Option<String>,
) -> Result<String, AuthorityError> {
    let metadata = desk.provider.metadata().await?;
    let client = desk.provider.client(&metadata)?;
    let redirect =
        RedirectUrl::new(desk.redirect_uri()).map_err(|_| AuthorityError::unreadable("our own address"))?;
    let verifier = PkceCodeVerifier::new(begun.verifier.clone());
    let mut request = client
        .authorize_url(|| CsrfToken::new(begun.state.clone()))
        .set_redirect_uri(Cow::Owned(redirect))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_scopes(desk.provider.scopes().into_iter().map(Scope::new))
        .add_extra_param("nonce", begun.nonce.clone())
        .add_extra_param("response_mode", "query");
    if let Some(claims) = claims {
        request = request.add_extra_param("claims", claims);
    }
    let hint = wish.hint.as_deref().and_then(|hint| EmailAddress::parse(hint).ok());
    // The two do not go together.
    if wish.pick.as_deref() == Some("1") {
        request = request.add_extra_param("prompt", "select_account");
    } else if let Some(hint) = hint {
        request = request.add_extra_param("login_hint", hint.as_str().to_owned());
    }
    Ok(request.url().0.into())
}
