//! Answers that a fault gives instead of the emulator.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE};
use maud::html;
use serde_json::{Value, json};

use super::{
    effect::{BadToken, FaultEffect, Throttled},
    family::Family,
};
use crate::{
    app_state::AppState,
    browser::error::EntraError,
    entra::login::authorize_request::error_response_for,
    graph_api::{error::GraphError, reply::add_standard_headers},
    request_context::RequestContext,
    throttle::{
        layer::caller_of,
        refusal::{RetryAfter, TooManyRequests},
    },
};

/// Whether this effect is an answer.
pub(super) const fn answers(effect: &FaultEffect) -> bool {
    matches!(
        effect,
        FaultEffect::Answer { .. }
            | FaultEffect::Entra { .. }
            | FaultEffect::Throttle { .. }
            | FaultEffect::Token { .. }
    )
}

/// The answer to whoever asked at this address.
pub(super) fn of(
    state: &AppState,
    context: &RequestContext,
    headers: &HeaderMap,
    asked: &str,
    effect: &FaultEffect,
) -> Response {
    match effect {
        FaultEffect::Answer { status, code, message, body, headers, .. } => {
            let response = plain(context, *status, code.as_deref(), message.as_deref(), body.as_ref());
            with_headers(response, headers)
        }
        FaultEffect::Entra { aadsts } => refused(state, context, asked, &EntraError::from_number(*aadsts)),
        FaultEffect::Throttle { throttle } => throttled(state, context, headers, throttle),
        FaultEffect::Token { token } => bad_token(state, context, asked, *token),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn is_graph(path: &str) -> bool {
    path.starts_with("/v1.0") || path.starts_with("/oidc")
}

/// Whether people look at what is answered here.
fn is_page(path: &str) -> bool {
    let shown = ["/oauth2/v2.0/authorize", "/oauth2/v2.0/logout", "/adminconsent"];
    !is_graph(path) && (!Family::Entra.has(path) || shown.iter().any(|end| path.ends_with(end)))
}

/// An error of Entra ID: the application hears of it where it can be told, else the person; addresses of tools
/// answer with JSON.
fn refused(state: &AppState, context: &RequestContext, asked: &str, error: &EntraError) -> Response {
    let told = error_response_for(state, context, asked, error);
    told.unwrap_or_else(|| shown(context, error))
}

fn shown(context: &RequestContext, error: &EntraError) -> Response {
    if is_page(&context.path) {
        error.page(
            context,
            &html! { p.soft { "A fault was set for this address: see the faults of the emulator." } },
        )
    } else {
        error.respond(context)
    }
}

pub(super) fn plain(
    context: &RequestContext,
    status: u16,
    code: Option<&str>,
    message: Option<&str>,
    body: Option<&Value>,
) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(body) = body {
        let (kind, text) = match body {
            Value::String(text) => ("text/html; charset=utf-8", text.clone()),
            json => ("application/json", json.to_string()),
        };
        let response = (status, [(CONTENT_TYPE, kind)], text).into_response();
        return if is_graph(&context.path) { add_standard_headers(context, response) } else { response };
    }
    let message = message.unwrap_or("A fault was set for this request.");
    if is_graph(&context.path) {
        GraphError::new(status, code.unwrap_or("UnknownError"), message).respond(context)
    } else {
        shown(context, &EntraError::new(code.unwrap_or("server_error"), 90_033, message).with_status(status))
    }
}

pub(super) fn with_headers(mut response: Response, headers: &BTreeMap<String, String>) -> Response {
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn throttled(state: &AppState, context: &RequestContext, headers: &HeaderMap, asked: &Throttled) -> Response {
    let retry_after = match asked.seconds {
        None => RetryAfter::None,
        Some(seconds) if asked.as_date => RetryAfter::Date(seconds),
        Some(seconds) => RetryAfter::Seconds(seconds),
    };
    let caller = caller_of(state, headers);
    let refusal = TooManyRequests { retry_after, scope: &asked.scope, information: &asked.information };
    refusal.respond(context, caller)
}

fn bad_token(state: &AppState, context: &RequestContext, asked: &str, token: BadToken) -> Response {
    match (token, is_graph(&context.path)) {
        (BadToken::Expired, true) => {
            GraphError::unauthorized("Access token has expired or is not yet valid.").respond(context)
        }
        (BadToken::Revoked, true) => {
            let nbf = json!({ "essential": true, "value": context.now().unix_timestamp().to_string() });
            let message = "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp";
            let claims = json!({ "access_token": { "nbf": nbf } });
            GraphError::unauthorized(message).with_claims(&claims).respond(context)
        }
        (BadToken::Expired, false) => refused(state, context, asked, &EntraError::from_number(700_082)),
        (BadToken::Revoked, false) => refused(state, context, asked, &EntraError::from_number(50_173)),
    }
}
