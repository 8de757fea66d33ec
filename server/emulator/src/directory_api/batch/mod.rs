//! `POST /$batch` ("Combine multiple HTTP requests using JSON batching", Microsoft Graph). Each part is a call of its own: it meets faults by
//! itself, has its own request id, and stands or falls alone.

mod part;
mod request;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{
    caller::Caller,
    error::GraphError,
    reply::{Reply, answer},
    unknown::not_allowed,
};
use crate::{call::Call, listen::gate::Cut, site::Site};
use request::Part;

/// The address of batches.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/$batch", post(run).fallback(not_allowed))
}

/// Graph by itself, which performs the parts.
#[derive(Debug, Clone)]
pub(crate) struct Parts(pub(crate) Router);

async fn run(
    State(site): State<Site>,
    Extension(Parts(router)): Extension<Parts>,
    headers: HeaderMap,
    call: Call,
    body: Bytes,
) -> Response {
    let parts = match Caller::of(&site, &call, &headers).and_then(|_| request::read(&body)) {
        Ok(parts) => parts,
        Err(error) => return error.respond(&call),
    };
    let mut done: Vec<(String, u16, Value)> = Vec::new();
    for part in &parts {
        let response = if waits_in_vain(part, &done) {
            let message = "Execution of this request failed because a request that it depends on failed.";
            let error = GraphError::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message);
            error.respond(&part::own_call(&call))
        } else {
            part::perform(router.clone(), part, &call, &headers).await
        };
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

/// Whether something that the part depends on did not succeed.
fn waits_in_vain(part: &Part, done: &[(String, u16, Value)]) -> bool {
    part.depends_on.iter().any(|wanted| {
        let status =
            done.iter().find(|(id, ..)| id.eq_ignore_ascii_case(wanted)).map(|(_, status, _)| *status);
        status.is_none_or(|status| !(200..300).contains(&status))
    })
}
