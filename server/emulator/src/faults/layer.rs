//! Faults at work.

use std::{future, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::{answer, effect::FaultEffect, request_facts::RequestFacts, response_faults, set::Effects};
use crate::{app_state::AppState, listen::connection::CloseConnection, request_context::RequestContext};

/// The longest body that is looked at.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Lets the faults that are set meet the request. The control addresses are spared.
pub(crate) async fn apply_faults(
    State(state): State<AppState>,
    context: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    if context.path.starts_with("/_emulator") {
        return next.run(request).await;
    }
    let Some((request, effects)) = match_faults(&state, &context, request).await else { return cut() };
    let Effects { list: effects, holds } = effects;
    if effects.is_empty() {
        return next.run(request).await;
    }
    state.faults.removed(&holds).await;
    let delay = effects.iter().map(|effect| match effect {
        FaultEffect::Delay { delay_ms } => *delay_ms,
        _ => 0,
    });
    tokio::time::sleep(Duration::from_millis(delay.sum())).await;
    if effects.contains(&FaultEffect::Drop { drop: true }) {
        return cut();
    }
    let mut response = match effects.iter().find(|effect| answer::answers(effect)) {
        Some(FaultEffect::Answer { perform: true, .. }) | None => next.run(request).await,
        Some(effect) => {
            let headers = request.headers().clone();
            let asked = address(request).await;
            answer::of(&state, &context, &headers, &asked, effect)
        }
    };
    for effect in &effects {
        response = response_faults::apply_to_response(&state, &context, effect, response).await;
    }
    if effects.contains(&FaultEffect::Hang { hang: true }) {
        return future::pending().await;
    }
    if effects.contains(&FaultEffect::DropAfter { drop_after: true }) { cut() } else { response }
}

/// The request as it was, and what the faults do to it. None when its body cannot be read.
async fn match_faults(
    state: &AppState,
    context: &RequestContext,
    request: Request,
) -> Option<(Request, Effects)> {
    let Some(needed) = state.faults.needed_facts() else { return Some((request, Effects::default())) };
    let mut request_facts = RequestFacts::new(context.now(), request.method().as_str(), &context.path);
    let mut request = request;
    if needed.text {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES).await.ok()?;
        request_facts.read(parts.uri.query(), &body);
        request = Request::from_parts(parts, Body::from(body));
    }
    if needed.caller {
        request_facts.recognize(&state.keys, request.headers());
    }
    let effects = state.read(|world| state.faults.on(world, &request_facts));
    Some((request, effects))
}

/// The address that was asked, with what a form says in place of its query.
async fn address(request: Request) -> String {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
    let form = String::from_utf8_lossy(&body);
    let query = if form.is_empty() { parts.uri.query().unwrap_or_default() } else { &form };
    format!("{}?{query}", parts.uri.path())
}

pub(super) fn cut() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(CloseConnection);
    response
}
