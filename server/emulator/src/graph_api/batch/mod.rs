//! `POST /$batch` ("Combine multiple HTTP requests using JSON batching", Microsoft Graph). Each part is a request of its own: it is matched against
//! faults, has its own request id, and succeeds or fails alone.

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
use crate::{app_state::AppState, listen::connection::CloseConnection, request_context::RequestContext};
use request::BatchPart;

/// The address of batches.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/$batch", post(run).fallback(not_allowed))
}

/// The router of Graph, which performs the parts.
#[derive(Debug, Clone)]
pub(crate) struct BatchRouter(pub(crate) Router);

async fn run(
    State(state): State<AppState>,
    Extension(BatchRouter(router)): Extension<BatchRouter>,
    headers: HeaderMap,
    context: RequestContext,
    body: Bytes,
) -> Response {
    let parts = match Caller::of(&state, &context, &headers).and_then(|_| request::read(&body)) {
        Ok(parts) => parts,
        Err(error) => return error.respond(&context),
    };
    let mut done: Vec<(String, u16, Value)> = Vec::new();
    for part in &parts {
        let response = if dependency_failed(part, &done) {
            let message = "Execution of this request failed because a request that it depends on failed.";
            let error = GraphError::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message);
            error.respond(&part::part_context(&context))
        } else {
            part::perform(router.clone(), part, &context, &headers).await
        };
        if response.extensions().get::<CloseConnection>().is_some() {
            return response;
        }
        let (status, answered) = part::read(&part.id, response).await;
        done.push((part.id.clone(), status, answered));
    }
    // Graph does not guarantee an order. The parts are returned last first, so that no client relies on it.
    if parts.iter().all(|part| part.depends_on.is_empty()) {
        done.reverse();
    }
    let responses: Vec<Value> = done.into_iter().map(|(_, _, answered)| answered).collect();
    answer(&context, Ok(Reply::Json(StatusCode::OK, json!({ "responses": responses })))).into_response()
}

/// Whether a part that this one depends on failed.
fn dependency_failed(part: &BatchPart, done: &[(String, u16, Value)]) -> bool {
    part.depends_on.iter().any(|wanted| {
        let status =
            done.iter().find(|(id, ..)| id.eq_ignore_ascii_case(wanted)).map(|(_, status, _)| *status);
        status.is_none_or(|status| !(200..300).contains(&status))
    })
}
