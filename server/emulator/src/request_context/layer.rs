//! The layer that attaches the context to every request.

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

use super::RequestContext;
use crate::{app_state::AppState, listen::connection::IsTls};

/// Attaches the context to the request, runs due tasks, and sets the `Date` of the response from the emulator's clock.
pub async fn attach_context(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let context = context_of(&state, &request);
    let now = SystemTime::from(context.now());
    state.run_due_tasks(context.now());
    request.extensions_mut().insert(context);
    let mut response = next.run(request).await;
    if let Ok(now) = HeaderValue::try_from(httpdate::fmt_http_date(now)) {
        response.headers_mut().insert(DATE, now);
    }
    response
}

fn context_of(state: &AppState, request: &Request) -> RequestContext {
    let secured = request.extensions().get::<IsTls>().is_some_and(|secured| secured.0);
    let header = |name: &str| {
        let value = request.headers().get(name)?.to_str().ok()?;
        (!value.is_empty() && value.len() <= 200).then(|| value.to_owned())
    };
    let host = header(HOST.as_str())
        .or_else(|| request.uri().authority().map(ToString::to_string))
        .filter(|host| host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c)))
        .unwrap_or_else(|| "localhost".to_owned());
    RequestContext {
        meta: EventMeta {
            now: state.clock.now(),
            request_id: Uuid::new_v4(),
            client_request_id: header("client-request-id"),
            actor: Actor::default(),
        },
        origin: format!("{}://{host}", if secured { "https" } else { "http" }),
        path: request.uri().path().to_owned(),
    }
}
