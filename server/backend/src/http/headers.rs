//! Security headers, on every response.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderValue, StatusCode};

use super::csp::{Nonce, policy};
use crate::clock::SharedIds;

/// The same on every response. Not `no-referrer`: with that, a browser's own form posts would carry `Origin: null`.
const FIXED: [(HeaderName, &str); 7] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Makes the request's nonce, and adds the headers to whatever comes back.
pub(super) async fn secure(
    State((ids, https)): State<(SharedIds, bool)>,
    mut request: Request,
    next: Next,
) -> Response {
    let nonce = Nonce(ids.new_secret());
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let cacheable = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    // A response without caching rules of its own may contain personal data.
    if !cacheable && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if https {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains; preload");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
    response
}
