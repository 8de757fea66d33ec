//! What faults do to an answer that there is already.

use std::{io, time::Duration};

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures::{StreamExt, stream};
use http::{
    HeaderValue,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use serde_json::{Value, json};

use super::{
    answer,
    effect::{FaultEffect, Garble, Shape},
    guest_faults,
};
use crate::{app_state::AppState, faults::body::opened, request_context::RequestContext};

const PAGE: &str =
    "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

/// The answer after this effect.
pub(super) async fn apply_to_response(
    state: &AppState,
    context: &RequestContext,
    effect: &FaultEffect,
    response: Response,
) -> Response {
    match effect {
        FaultEffect::Answer { perform: true, status, code, message, body, headers } => {
            let other = answer::plain(context, *status, code.as_deref(), message.as_deref(), body.as_ref());
            answer::with_headers(other, headers)
        }
        FaultEffect::Truncate { truncate } => truncated(*truncate, response).await,
        FaultEffect::Garble { garble } => garbled(*garble, response).await,
        FaultEffect::Reshape { reshape } => reshaped(*reshape, response).await,
        FaultEffect::Phantom { phantom: true } => {
            guest_faults::after_invitation(state, response, |world, tenant, user| {
                world.lose_user(&context.meta, tenant, user);
            })
            .await
        }
        FaultEffect::Late { late } => {
            guest_faults::after_invitation(state, response, |world, tenant, user| {
                world.delay_visibility(&context.meta, tenant, user, *late);
            })
            .await
        }
        _ => response,
    }
}

async fn truncated(most: usize, response: Response) -> Response {
    let (mut parts, body) = match opened(response).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    if body.len() <= most {
        return Response::from_parts(parts, Body::from(body));
    }
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    let sent = body.slice(..most);
    let first = stream::once(async move { Ok(sent) });
    // The break comes a moment later, so that what was sent is on its way.
    let then = stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err::<Bytes, _>(io::Error::other("cut by a fault"))
    });
    Response::from_parts(parts, Body::from_stream(first.chain(then)))
}

async fn garbled(how: Garble, response: Response) -> Response {
    let (mut parts, body) = match opened(response).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    parts.headers.remove(CONTENT_LENGTH);
    let body = match how {
        Garble::Half => body.slice(..body.len() / 2),
        Garble::Empty => Bytes::new(),
        Garble::Html => {
            parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
            Bytes::from_static(PAGE.as_bytes())
        }
    };
    Response::from_parts(parts, Body::from(body))
}

/// Only an error of Graph has the shape; anything else stays.
async fn reshaped(shape: Shape, response: Response) -> Response {
    let (mut parts, body) = match opened(response).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let mut json = serde_json::from_slice::<Value>(&body).unwrap_or_default();
    let Some(error) = json.get_mut("error").and_then(Value::as_object_mut) else {
        return Response::from_parts(parts, Body::from(body));
    };
    match shape {
        Shape::EmptyCode => {
            error.insert("code".to_owned(), json!(""));
        }
        Shape::MessageObject => {
            let message = error.remove("message").unwrap_or_default();
            error.insert("message".to_owned(), json!({ "lang": "en-us", "value": message }));
        }
        Shape::SmallInnerError => {
            let inner = error.remove("innerError").unwrap_or_default();
            error.insert("innererror".to_owned(), inner);
        }
        Shape::DetailsObject => {
            let detail = error.remove("details").and_then(|details| details.get(0).cloned());
            let none = json!({ "code": "Unspecified", "target": null, "message": "" });
            error.insert("details".to_owned(), detail.unwrap_or(none));
        }
    }
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(json.to_string()))
}
