//! Notes the circumstances of every call.

use std::time::SystemTime;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{
    HeaderValue,
    header::{DATE, HOST},
};
use uuid::Uuid;
use world::effect::{Actor, EventMeta};

use super::Call;
use crate::{listen::gate::Secured, site::Site};

/// Notes the circumstances of the request for everything further in, and dates the answer by the emulator's clock.
pub async fn attend(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let call = circumstances(&site, &request);
    let now = SystemTime::from(call.now());
    site.run_due_tasks(call.now());
    request.extensions_mut().insert(call);
    let mut response = next.run(request).await;
    if let Ok(now) = HeaderValue::try_from(httpdate::fmt_http_date(now)) {
        response.headers_mut().insert(DATE, now);
    }
    response
}

fn circumstances(site: &Site, request: &Request) -> Call {
    let secured = request.extensions().get::<Secured>().is_some_and(|secured| secured.0);
    let header = |name: &str| {
        let value = request.headers().get(name)?.to_str().ok()?;
        (!value.is_empty() && value.len() <= 200).then(|| value.to_owned())
    };
    let host = header(HOST.as_str())
        .or_else(|| request.uri().authority().map(ToString::to_string))
        .filter(|host| host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c)))
        .unwrap_or_else(|| "localhost".to_owned());
    Call {
        meta: EventMeta {
            now: site.clock.now(),
            request_id: Uuid::new_v4(),
            client_request_id: header("client-request-id"),
            actor: Actor::default(),
        },
        origin: format!("{}://{host}", if secured { "https" } else { "http" }),
        path: request.uri().path().to_owned(),
    }
}
