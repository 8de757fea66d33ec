//! The way back: a code, or an error, for a sign-in that this browser has begun.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tower_sessions::Session;

use super::Desk;
use super::claims::{Claims, Expected};
use super::failure::{SignInFailure, turn_back};
use super::id_token::verify;
use super::remember::arrival;
use crate::provider::{Exchange, Tokens};
use crate::session::{Begun, NewSession, take_begun};

/// What the authority sends along (RFC 6749, section 4.1.2; `iss`: RFC 9207).
#[derive(Debug, Default, Deserialize)]
pub(super) struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    iss: Option<String>,
}

/// `GET /sign-in/callback`
pub(super) async fn callback(
    State(desk): State<Desk>,
    session: Session,
    Query(answer): Query<Answer>,
) -> Response {
    let state = answer.state.as_deref().unwrap_or_default();
    let begun = match take_begun(&session, state, desk.clock.now_ms()).await {
        Ok(Some(begun)) => begun,
        Ok(None) => return turn_back(&desk, &SignInFailure::Stale, None),
        Err(error) => return turn_back(&desk, &error.into(), None),
    };
    match arrive(&desk, &session, &answer, &begun).await {
        Ok(new) => {
            let mut response = Redirect::to(begun.to.as_str()).into_response();
            new.send_with(&mut response);
            response
        }
        Err(failure) => turn_back(&desk, &failure, Some(&begun.to)),
    }
}

async fn arrive(
    desk: &Desk,
    session: &Session,
    answer: &Answer,
    begun: &Begun,
) -> Result<NewSession, SignInFailure> {
    let issuer = desk.provider.issuer();
    if answer.iss.as_ref().is_some_and(|named| *named != issuer) {
        return Err(SignInFailure::MixedUp);
    }
    if let Some(error) = &answer.error {
        return Err(SignInFailure::from_authority(error, answer.error_description.as_deref()));
    }
    let code = answer.code.as_deref().filter(|code| !code.is_empty()).ok_or(SignInFailure::NoCode)?;
    let redirect = desk.redirect_uri();
    let exchange = Exchange::Code { code, verifier: &begun.verifier, redirect: &redirect };
    let tokens = desk.provider.exchange(exchange).await?;
    let claims = check(desk, &tokens, begun, &issuer).await?;
    let arrival = arrival(desk, &claims, tokens).await?;
    let mut new = desk.sessions.new_session(session, &arrival.person).await?;
    let mut tx = desk.storage.begin().await?;
    arrival.store(&mut tx, &mut new).await?;
    tx.commit().await?;
    tracing::info!(guest = arrival.person.is_guest, admin = arrival.person.is_admin, "somebody signed in");
    Ok(new)
}

async fn check(desk: &Desk, tokens: &Tokens, begun: &Begun, issuer: &str) -> Result<Claims, SignInFailure> {
    let id_token = tokens.id_token.as_ref().ok_or(SignInFailure::NoIdToken)?;
    let claims = verify(&desk.provider, id_token).await?;
    let entra = desk.provider.entra();
    claims.check(&Expected {
        issuer,
        client_id: &entra.client_id,
        tenant: &entra.tenant,
        nonce: &begun.nonce,
        now: desk.clock.now().unix_timestamp(),
    })?;
    Ok(claims)
}
