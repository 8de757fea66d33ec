//! Scripts of other origins: discovery, keys and Graph answer them all, the token endpoint those that redeem for themselves ("CORS" in "Single-page
//! application: sign-in and sign-out", Microsoft identity platform).

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::{
    HeaderValue, Method,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    },
};

/// Whom an address answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Scripts of every origin.
    Everybody,
    /// Those whose redirect address is registered for scripts: what redeems says so itself.
    Scripts,
    /// No script of another origin.
    Nobody,
}

/// What scripts may read besides the body.
const READABLE: &str = "ETag, Location, Preference-Applied, request-id, client-request-id, Retry-After, WWW-Authenticate, x-ms-ags-diagnostic, x-ms-resource-unit, x-ms-throttle-limit-percentage, x-ms-throttle-scope, x-ms-throttle-information";

impl Reach {
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
    let reach = Reach::of(request.uri().path());
    let headers = request.headers();
    if reach == Reach::Nobody || !headers.contains_key(ORIGIN) {
        return next.run(request).await;
    }
    if request.method() == Method::OPTIONS
        && let Some(method) = headers.get(ACCESS_CONTROL_REQUEST_METHOD)
    {
        return preflight(method, headers.get(ACCESS_CONTROL_REQUEST_HEADERS));
    }
    let mut response = next.run(request).await;
    if reach == Reach::Everybody {
        open(&mut response);
    }
    response
}

/// Lets scripts of every origin read this.
pub(crate) fn open(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READABLE));
}

fn preflight(method: &HeaderValue, wanted: Option<&HeaderValue>) -> Response {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, method.clone());
    if let Some(wanted) = wanted {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    response
}
