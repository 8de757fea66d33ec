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
    browser::error::EntraError,
    call::Call,
    directory_api::{error::GraphError, reply::stamp},
    login::request::answer_for,
    site::Site,
    throttle::{
        layer::caller_of,
        refusal::{Refusal, RetryAfter},
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
    site: &Site,
    call: &Call,
    headers: &HeaderMap,
    asked: &str,
    effect: &FaultEffect,
) -> Response {
    match effect {
        FaultEffect::Answer { status, code, message, body, headers, .. } => {
            let response = plain(call, *status, code.as_deref(), message.as_deref(), body.as_ref());
            with_headers(response, headers)
        }
        FaultEffect::Entra { aadsts } => refused(site, call, asked, &EntraError::known(*aadsts)),
        FaultEffect::Throttle { throttle } => throttled(site, call, headers, throttle),
        FaultEffect::Token { token } => bad_token(site, call, asked, *token),
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
fn refused(site: &Site, call: &Call, asked: &str, error: &EntraError) -> Response {
    let told = answer_for(site, call, asked, error);
    told.unwrap_or_else(|| shown(call, error))
}

fn shown(call: &Call, error: &EntraError) -> Response {
    if is_page(&call.path) {
        error.page(
            call,
            &html! { p.soft { "A fault was set for this address: see the faults of the emulator." } },
        )
    } else {
        error.respond(call)
    }
}

pub(super) fn plain(
    call: &Call,
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
        return if is_graph(&call.path) { stamp(call, response) } else { response };
    }
    let message = message.unwrap_or("A fault was set for this request.");
    if is_graph(&call.path) {
        GraphError::new(status, code.unwrap_or("UnknownError"), message).respond(call)
    } else {
        shown(call, &EntraError::new(code.unwrap_or("server_error"), 90_033, message).with_status(status))
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

fn throttled(site: &Site, call: &Call, headers: &HeaderMap, asked: &Throttled) -> Response {
    let retry_after = match asked.seconds {
        None => RetryAfter::None,
        Some(seconds) if asked.as_date => RetryAfter::Date(seconds),
        Some(seconds) => RetryAfter::Seconds(seconds),
    };
    let caller = caller_of(site, headers);
    let refusal = Refusal { retry_after, scope: &asked.scope, information: &asked.information };
    refusal.respond(call, caller)
}

fn bad_token(site: &Site, call: &Call, asked: &str, token: BadToken) -> Response {
    match (token, is_graph(&call.path)) {
        (BadToken::Expired, true) => {
            GraphError::unauthorized("Access token has expired or is not yet valid.").respond(call)
        }
        (BadToken::Revoked, true) => {
            let nbf = json!({ "essential": true, "value": call.now().unix_timestamp().to_string() });
            let message = "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp";
            let claims = json!({ "access_token": { "nbf": nbf } });
            GraphError::unauthorized(message).wanting(&claims).respond(call)
        }
        (BadToken::Expired, false) => refused(site, call, asked, &EntraError::known(700_082)),
        (BadToken::Revoked, false) => refused(site, call, asked, &EntraError::known(50_173)),
    }
}
