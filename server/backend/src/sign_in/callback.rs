//! The redirect back from the authority: with a code, or an error, for a login attempt of this browser.

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use http::HeaderMap;
use http::header::SET_COOKIE;
use serde::Deserialize;

use super::SignInState;
use super::claims::{Claims, Expected};
use super::establish_session::complete_sign_in;
use super::failure::{SignInFailure, redirect_with_error};
use super::id_token::verify;
use super::start::start_url;
use crate::oidc_provider::{Exchange, Tokens};
use crate::pipeline::resume;
use crate::session::{BegunSignIn, CurrentSession, NewSession, forget_sign_out, take_sign_in};

/// What the authority sends along (RFC 6749, section 4.1.2; `iss`: RFC 9207).
#[derive(Debug, Default, Deserialize)]
pub(super) struct CallbackQuery {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_subcode: Option<String>,
    error_description: Option<String>,
    iss: Option<String>,
}

/// `GET /sign-in/callback`
pub(super) async fn callback(
    State(state): State<SignInState>,
    current: Option<Extension<CurrentSession>>,
    headers: HeaderMap,
    Query(params): Query<CallbackQuery>,
) -> Response {
    let mut taken = HeaderMap::new();
    let oauth_state = params.state.as_deref().unwrap_or_default();
    let begun = take_sign_in(&state.sealer, oauth_state, &headers, &mut taken);
    let mut response = match begun {
        None => redirect_with_error(&state, &SignInFailure::Stale, None),
        // A tab may have stood at the authority for long. Nothing of the answer is used: the person is sent there once more, and is known there now.
        Some(begun) if begun.is_late(state.clock.now_ms()) && params.error.is_none() => {
            Redirect::to(&start_url(&begun.to)).into_response()
        }
        Some(begun) => match finish_sign_in(&state, current, &params, &begun).await {
            Ok(new) => {
                let mut response = Redirect::to(begun.to.as_str()).into_response();
                forget_sign_out(&headers, response.headers_mut());
                new.send_with(&mut response);
                response
            }
            Err(failure) => redirect_with_error(&state, &failure, Some(&begun.to)),
        },
    };
    // One by one: to extend a map with another replaces what has the same name.
    for line in taken.get_all(SET_COOKIE) {
        response.headers_mut().append(SET_COOKIE, line.clone());
    }
    response
}

async fn finish_sign_in(
    state: &SignInState,
    current: Option<Extension<CurrentSession>>,
    params: &CallbackQuery,
    begun: &BegunSignIn,
) -> Result<NewSession, SignInFailure> {
    let issuer = state.provider.issuer();
    if params.iss.as_ref().is_some_and(|named| *named != issuer) {
        return Err(SignInFailure::MixedUp);
    }
    if let Some(error) = &params.error {
        return Err(SignInFailure::from_authority(
            error,
            params.error_subcode.as_deref(),
            params.error_description.as_deref(),
        ));
    }
    let code = params.code.as_deref().filter(|code| !code.is_empty()).ok_or(SignInFailure::NoCode)?;
    let (verifier, redirect) = (begun.verifier(), state.redirect_uri());
    let exchange = Exchange::Code { code, verifier: &verifier, redirect: &redirect };
    let tokens = state.provider.exchange(exchange).await?;
    let claims = check_claims(state, &tokens, &begun.nonce(), &issuer).await?;
    let sign_in = complete_sign_in(state, &claims, tokens).await?;
    let mut new = state.sessions.new_session(current.map(|Extension(current)| current), &sign_in.person)?;
    let mut tx = state.storage.begin().await?;
    sign_in.store(&mut tx, &mut new).await?;
    if !sign_in.person.is_guest {
        let person = (&sign_in.person.tenant, &sign_in.person.user);
        resume::request(&state.storage, &*state.ids, &mut tx, person, sign_in.person.since).await?;
    }
    tx.commit().await?;
    tracing::info!(guest = sign_in.person.is_guest, admin = sign_in.person.is_admin, "somebody signed in");
    Ok(new)
}

async fn check_claims(
    state: &SignInState,
    tokens: &Tokens,
    nonce: &str,
    issuer: &str,
) -> Result<Claims, SignInFailure> {
    let id_token = tokens.id_token.as_ref().ok_or(SignInFailure::NoIdToken)?;
    let claims = verify(&state.provider, id_token).await?;
    let entra = state.provider.entra();
    claims.check(&Expected {
        issuer,
        client_id: &entra.client_id,
        tenant: &entra.tenant,
        nonce,
        now: state.clock.now().unix_timestamp(),
    })?;
    Ok(claims)
}
