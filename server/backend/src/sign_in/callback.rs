//! The redirect back from the authority: with a code, or an error, for a login attempt of this browser.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tower_sessions::Session;

use super::SignInState;
use super::claims::{Claims, Expected};
use super::establish_session::complete_sign_in;
use super::failure::{SignInFailure, redirect_with_error};
use super::id_token::verify;
use crate::oidc_provider::{Exchange, Tokens};
use crate::session::{LoginAttempt, NewSession, take_login_attempt};

/// What the authority sends along (RFC 6749, section 4.1.2; `iss`: RFC 9207).
#[derive(Debug, Default, Deserialize)]
pub(super) struct CallbackQuery {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    iss: Option<String>,
}

/// `GET /sign-in/callback`
pub(super) async fn callback(
    State(state): State<SignInState>,
    session: Session,
    Query(params): Query<CallbackQuery>,
) -> Response {
    let oauth_state = params.state.as_deref().unwrap_or_default();
    let attempt = match take_login_attempt(&session, oauth_state, state.clock.now_ms()).await {
        Ok(Some(attempt)) => attempt,
        Ok(None) => return redirect_with_error(&state, &SignInFailure::Stale, None),
        Err(error) => return redirect_with_error(&state, &error.into(), None),
    };
    match finish_sign_in(&state, &session, &params, &attempt).await {
        Ok(new) => {
            let mut response = Redirect::to(attempt.to.as_str()).into_response();
            new.send_with(&mut response);
            response
        }
        Err(failure) => redirect_with_error(&state, &failure, Some(&attempt.to)),
    }
}

async fn finish_sign_in(
    state: &SignInState,
    session: &Session,
    params: &CallbackQuery,
    attempt: &LoginAttempt,
) -> Result<NewSession, SignInFailure> {
    let issuer = state.provider.issuer();
    if params.iss.as_ref().is_some_and(|named| *named != issuer) {
        return Err(SignInFailure::MixedUp);
    }
    if let Some(error) = &params.error {
        return Err(SignInFailure::from_authority(error, params.error_description.as_deref()));
    }
    let code = params.code.as_deref().filter(|code| !code.is_empty()).ok_or(SignInFailure::NoCode)?;
    let redirect = state.redirect_uri();
    let exchange = Exchange::Code { code, verifier: &attempt.verifier, redirect: &redirect };
    let tokens = state.provider.exchange(exchange).await?;
    let claims = check_claims(state, &tokens, attempt, &issuer).await?;
    let sign_in = complete_sign_in(state, &claims, tokens).await?;
    let mut new = state.sessions.new_session(session, &sign_in.person).await?;
    let mut tx = state.storage.begin().await?;
    sign_in.store(&mut tx, &mut new).await?;
    tx.commit().await?;
    tracing::info!(guest = sign_in.person.is_guest, admin = sign_in.person.is_admin, "somebody signed in");
    Ok(new)
}

async fn check_claims(
    state: &SignInState,
    tokens: &Tokens,
    attempt: &LoginAttempt,
    issuer: &str,
) -> Result<Claims, SignInFailure> {
    let id_token = tokens.id_token.as_ref().ok_or(SignInFailure::NoIdToken)?;
    let claims = verify(&state.provider, id_token).await?;
    let entra = state.provider.entra();
    claims.check(&Expected {
        issuer,
        client_id: &entra.client_id,
        tenant: &entra.tenant,
        nonce: &attempt.nonce,
        now: state.clock.now().unix_timestamp(),
    })?;
    Ok(claims)
}
