//! Faults at work.

use std::time::Duration;

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE};
use serde_json::Value;

use super::FaultEffect;
use crate::{call::Call, directory_api::GraphError, listen::Cut, login::EntraError, site::Site};

/// Lets the faults that are set meet the request. The control addresses are spared.
pub(crate) async fn interfere(
    State(site): State<Site>,
    call: Call,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    if path.starts_with("/_emulator") {
        return next.run(request).await;
    }
    let mut cut_after = false;
    for effect in site.faults.on(request.method().as_str(), &path) {
        match effect {
            FaultEffect::Delay { delay_ms } => tokio::time::sleep(Duration::from_millis(delay_ms)).await,
            FaultEffect::Entra { aadsts } => return EntraError::known(aadsts).respond(&call),
            FaultEffect::Drop { drop: true } => return cut(),
            FaultEffect::DropAfter { drop_after } => cut_after |= drop_after,
            FaultEffect::Drop { drop: false } => {}
            FaultEffect::Answer { status, code, message, body, headers } => {
                let mut response = answer(&call, &path, status, code, message, body);
                for (name, value) in headers {
                    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
                    {
                        response.headers_mut().insert(name, value);
                    }
                }
                return response;
            }
        }
    }
    let response = next.run(request).await;
    if cut_after { cut() } else { response }
}

fn cut() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Cut);
    response
}

fn answer(
    call: &Call,
    path: &str,
    status: u16,
    code: Option<String>,
    message: Option<String>,
    body: Option<Value>,
) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(body) = body {
        let (kind, text) = match body {
            Value::String(text) => ("text/html; charset=utf-8", text),
            json => ("application/json", json.to_string()),
        };
        return (status, [(CONTENT_TYPE, kind)], text).into_response();
    }
    let message = message.unwrap_or_else(|| "A fault was set for this request.".to_owned());
    if path.starts_with("/v1.0") || path.starts_with("/oidc") {
        let code = code.unwrap_or_else(|| "UnknownError".to_owned());
        GraphError::new(status, code, message).respond(call)
    } else {
        let code = code.unwrap_or_else(|| "server_error".to_owned());
        EntraError::new(&code, 90033, &message).with_status(status).respond(call)
    }
}
