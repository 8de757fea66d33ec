//! Health: for whoever starts and stops processes. Under any host.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use contract::routes;
use http::StatusCode;
use storage::Storage;

/// `/health/live`: the process answers. `/health/ready`: so does the database. The authority does not count: a page that says that it is
/// down is better than none.
pub fn health(storage: Storage) -> Router {
    Router::new()
        .route(routes::HEALTH_LIVE, get(|| async { (StatusCode::OK, "live\n") }))
        .route(routes::HEALTH_READY, get(ready))
        .with_state(storage)
}

async fn ready(State(storage): State<Storage>) -> (StatusCode, &'static str) {
    match storage.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
