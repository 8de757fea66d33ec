//! CORS: discovery, keys and Graph allow all origins, the token endpoint those of single-page applications ("CORS" in "Single-page application:
//! sign-in and sign-out", Microsoft identity platform).

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::{
    HeaderValue, Method,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    },
};

/// Which origins an address allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CorsPolicy {
    /// Every origin.
    Everybody,
    /// Origins of single-page applications; the token endpoint checks this itself.
    Scripts,
    /// No other origin.
    Nobody,
}

/// The response headers that scripts may read.
const EXPOSED_HEADERS: &str = "ETag, Location, Preference-Applied, request-id, client-request-id, Retry-After, WWW-Authenticate, x-ms-ags-diagnostic, x-ms-resource-unit, x-ms-throttle-limit-percentage, x-ms-throttle-scope, x-ms-throttle-information";

impl CorsPolicy {
    fn of(path: &str) -> Self {
        let metadata = path.ends_with("/discovery/v2.0/keys") || path.ends_with("/openid-configuration");
        if path.starts_with("/v1.0/") || path.starts_with("/oidc/") || metadata {
            Self::Everybody
        } else if path.ends_with("/oauth2/v2.0/token") {
            Self::Scripts
        } else {
            Self::Nobody
        }
    }
}

/// Answers preflight requests, and lets scripts read answers.
pub(crate) async fn answer(request: Request, next: Next) -> Response {
    let reach = CorsPolicy::of(request.uri().path());
    let headers = request.headers();
    if reach == CorsPolicy::Nobody || !headers.contains_key(ORIGIN) {
        return next.run(request).await;
    }
    if request.method() == Method::OPTIONS
        && let Some(method) = headers.get(ACCESS_CONTROL_REQUEST_METHOD)
    {
        return preflight(method, headers.get(ACCESS_CONTROL_REQUEST_HEADERS));
    }
    let mut response = next.run(request).await;
    if reach == CorsPolicy::Everybody {
        open(&mut response);
    }
    response
}

/// Allows every origin to read this response.
pub(crate) fn open(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED_HEADERS));
}

fn preflight(method: &HeaderValue, requested: Option<&HeaderValue>) -> Response {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, method.clone());
    if let Some(requested) = requested {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, requested.clone());
    }
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    response
}
