//! `POST /$batch` ("Combine multiple HTTP requests using JSON batching", Microsoft Graph). Each part is a call of its own: it meets faults by
//! itself, has its own request id, and stands or falls alone.

mod part;
mod request;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{
    Caller, not_allowed,
    reply::{Reply, answer},
};
use crate::{call::Call, emulator, listen::Cut, site::Site};
use request::Part;

/// The address of batches.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/$batch", post(run).fallback(not_allowed))
}

async fn run(State(site): State<Site>, headers: HeaderMap, call: Call, body: Bytes) -> Response {
    let parts = match Caller::of(&site, &call, &headers).and_then(|_| request::read(&body)) {
        Ok(parts) => parts,
        Err(error) => return error.respond(&call),
    };
    let router = emulator::graph(&site);
    let mut done: Vec<(String, u16, Value)> = Vec::new();
    for part in &parts {
        if let Some(failed) = failed_dependency(part, &done) {
            done.push((part.id.clone(), failed.0, failed.1));
            continue;
        }
        let response = part::perform(router.clone(), part, &call, &headers).await;
        if response.extensions().get::<Cut>().is_some() {
            return response;
        }
        let (status, answered) = part::read(&part.id, response).await;
        done.push((part.id.clone(), status, answered));
    }
    // In any order: independent parts come back last first, so that nobody relies on theirs.
    if parts.iter().all(|part| part.depends_on.is_empty()) {
        done.reverse();
    }
    let responses: Vec<Value> = done.into_iter().map(|(_, _, answered)| answered).collect();
    answer(&call, Ok(Reply::Json(StatusCode::OK, json!({ "responses": responses })))).into_response()
}

/// The answer of a part whose dependency did not succeed.
fn failed_dependency(part: &Part, done: &[(String, u16, Value)]) -> Option<(u16, Value)> {
    let failed = part.depends_on.iter().any(|wanted| {
        let status =
            done.iter().find(|(id, ..)| id.eq_ignore_ascii_case(wanted)).map(|(_, status, _)| *status);
        status.is_none_or(|status| !(200..300).contains(&status))
    });
    failed.then(|| {
        let status = StatusCode::FAILED_DEPENDENCY.as_u16();
        let message = "Execution of this request failed because a request that it depends on failed.";
        let error = json!({ "code": "FailedDependency", "message": message });
        (status, json!({ "id": part.id, "status": status, "headers": {}, "body": { "error": error } }))
    })
}
