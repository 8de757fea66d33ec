//! Performs a part of a batch with the router of Graph, and turns its answer into JSON.

use axum::{Router, body::Body, response::Response};
use http::{
    HeaderMap, HeaderName, HeaderValue, Request,
    header::{AUTHORIZATION, HOST},
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};
use tower::ServiceExt;
use uuid::Uuid;

use super::request::BatchPart;
use crate::{graph_api::error::GraphError, listen::connection::IsTls, request_context::RequestContext};

/// The characters to encode in the address of a part, which clients often write with blanks.
const NOT_IN_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// The maximum size of a part's answer, in bytes.
const MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;

/// Performs a part for the caller of the batch.
pub(super) async fn perform(
    router: Router,
    part: &BatchPart,
    context: &RequestContext,
    batch_headers: &HeaderMap,
) -> Response {
    match request(part, context, batch_headers) {
        // The router answers every request.
        Some(request) => match router.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        },
        None => {
            GraphError::bad_request("The request of the part cannot be read.").respond(&part_context(context))
        }
    }
}

/// The context of a part that is answered without the router, with ids of its own.
pub(super) fn part_context(context: &RequestContext) -> RequestContext {
    let mut own = context.clone();
    own.meta.request_id = Uuid::new_v4();
    own.meta.client_request_id = None;
    own
}

fn request(part: &BatchPart, context: &RequestContext, batch_headers: &HeaderMap) -> Option<Request<Body>> {
    let path = part.url.trim_start_matches('/');
    let path = path.strip_prefix("v1.0/").unwrap_or(path);
    if path.to_ascii_lowercase().starts_with("$batch") {
        return None;
    }
    let url = format!("/v1.0/{}", utf8_percent_encode(path, NOT_IN_ADDRESSES));
    let body = part.body.as_ref().map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let mut request = Request::builder().method(part.method.clone()).uri(url).body(body).ok()?;
    request.extensions_mut().insert(IsTls(context.origin.starts_with("https://")));
    request.headers_mut().insert(HOST, HeaderValue::try_from(context.host()).ok()?);
    if let Some(token) = batch_headers.get(AUTHORIZATION) {
        request.headers_mut().insert(AUTHORIZATION, token.clone());
    }
    for (name, value) in &part.headers {
        let name = HeaderName::try_from(name.as_str()).ok()?;
        if name != HOST && name != AUTHORIZATION {
            request.headers_mut().insert(name, HeaderValue::try_from(value.as_str()).ok()?);
        }
    }
    Some(request)
}

/// The answer of a part: its status, and its JSON in the answer of the batch.
pub(super) async fn read(id: &str, response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let headers: Map<String, Value> = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((written(name.as_str()), value.to_str().ok()?.into())))
        .collect();
    let bytes = axum::body::to_bytes(response.into_body(), MAX_RESPONSE_BYTES).await.unwrap_or_default();
    let body = match serde_json::from_slice(&bytes) {
        Ok(body) => body,
        Err(_) if bytes.is_empty() => Value::Null,
        Err(_) => String::from_utf8_lossy(&bytes).into_owned().into(),
    };
    (status, json!({ "id": id, "status": status, "headers": headers, "body": body }))
}

/// A header's name as the service writes it: `Content-Type`, but `request-id`.
fn written(name: &str) -> String {
    if name.starts_with("x-") || name.ends_with("request-id") {
        return name.to_owned();
    }
    let word = |word: &str| match word.split_at_checked(1) {
        Some((first, rest)) => format!("{}{rest}", first.to_uppercase()),
        None => word.to_owned(),
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}
