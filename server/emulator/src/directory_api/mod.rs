//! Microsoft Graph v1.0: users, me, invitations.

mod caller;
mod challenge;
mod error;
mod invitations;
mod me;
mod query;
mod reply;
mod users;

use axum::{
    Router,
    extract::State,
    response::Response,
    routing::{get, post},
};
use http::{HeaderMap, Method, StatusCode, Uri};

pub use caller::Caller;
pub use error::GraphError;
pub use query::filter::text_literals;

use crate::{call::Call, site::Site};

/// The routes.
pub fn routes() -> Router<Site> {
    let api = Router::new()
        .route("/me", get(me::get).fallback(not_allowed))
        .route("/users", get(users::list).fallback(not_allowed))
        .route("/users/$count", get(users::count).fallback(not_allowed))
        .route("/users/{id}", get(users::get).patch(users::patch).fallback(not_allowed))
        .route("/invitations", post(invitations::post).get(invitations::get).fallback(not_allowed))
        .fallback(unknown);
    Router::new().nest("/v1.0", api)
}

/// A method that the address does not have.
async fn not_allowed(State(site): State<Site>, headers: HeaderMap, call: Call) -> Response {
    let error = Caller::of(&site, &call, &headers).err().unwrap_or_else(|| {
        GraphError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
        )
    });
    error.respond(&call)
}

/// An address that this Graph does not have.
async fn unknown(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    method: Method,
    uri: Uri,
) -> Response {
    let segment = uri.path().rsplit('/').find(|segment| !segment.is_empty()).unwrap_or_default();
    tracing::debug!(%method, path = uri.path(), "not a Graph address of the emulator");
    let error = Caller::of(&site, &call, &headers).err().unwrap_or_else(|| {
        GraphError::bad_request(&format!("Resource not found for the segment '{segment}'."))
    });
    error.respond(&call)
}
