//! Faults at work.

use std::{future, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::{after, answer, effect::FaultEffect, meeting::Meeting};
use crate::{call::Call, listen::gate::Cut, site::Site};

/// The longest body that is looked at.
const LONGEST: usize = 1024 * 1024;

/// Lets the faults that are set meet the request. The control addresses are spared.
pub(crate) async fn interfere(
    State(site): State<Site>,
    call: Call,
    request: Request,
    next: Next,
) -> Response {
    if call.path.starts_with("/_emulator") {
        return next.run(request).await;
    }
    let Some((request, effects)) = meet(&site, &call, request).await else { return cut() };
    if effects.is_empty() {
        return next.run(request).await;
    }
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
            answer::of(&site, &call, &headers, &asked, effect)
        }
    };
    for effect in &effects {
        response = after::happen(&site, &call, effect, response).await;
    }
    if effects.contains(&FaultEffect::Hang { hang: true }) {
        return future::pending().await;
    }
    if effects.contains(&FaultEffect::DropAfter { drop_after: true }) { cut() } else { response }
}

/// The request as it was, and what the faults do to it. None when its body cannot be read.
async fn meet(site: &Site, call: &Call, request: Request) -> Option<(Request, Vec<FaultEffect>)> {
    let Some(curious) = site.faults.curiosity() else { return Some((request, Vec::new())) };
    let mut meeting = Meeting::new(call.now(), request.method().as_str(), &call.path);
    let mut request = request;
    if curious.text {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, LONGEST).await.ok()?;
        meeting.read(parts.uri.query(), &body);
        request = Request::from_parts(parts, Body::from(body));
    }
    if curious.caller {
        meeting.recognize(&site.keys, request.headers());
    }
    let effects = site.read(|world| site.faults.on(world, &meeting));
    Some((request, effects))
}

/// The address that was asked, with what a form says in place of its query.
async fn address(request: Request) -> String {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    let form = String::from_utf8_lossy(&body);
    let query = if form.is_empty() { parts.uri.query().unwrap_or_default() } else { &form };
    format!("{}?{query}", parts.uri.path())
}

pub(super) fn cut() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Cut);
    response
}
