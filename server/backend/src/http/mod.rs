//! The HTTP edge: what is around every route. `Edge::outside` goes around all, health too; `Edge::guard` around everything that a browser uses.
//! Between the two the server draws pages for what was refused (`ShowProblem`).

mod body;
mod csp;
mod csrf;
mod headers;
mod health;
mod host;
mod patience;
mod refuse;
mod span;

pub use csp::Nonce;
pub use health::health;
pub use host::KnownHosts;
pub use refuse::{ShowProblem, refuse};
pub use span::RequestId;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

use crate::clock::SharedIds;
use crate::config::Listen;

/// Forms are small: 64 KiB.
pub const LARGEST_BODY: usize = 64 * 1024;

/// What is around every route.
#[derive(Clone)]
pub struct Edge {
    hosts: Arc<KnownHosts>,
    ids: SharedIds,
    https: bool,
}

impl std::fmt::Debug for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Edge").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl Edge {
    /// An edge for these addresses.
    pub fn new(listen: &Listen, ids: SharedIds) -> Self {
        let https = listen.public_url.scheme() == "https";
        Self { hosts: Arc::new(KnownHosts::of(listen)), ids, https }
    }

    /// From the outside in: request id and span, security headers and nonce, panics.
    pub fn outside(&self, router: Router) -> Router {
        let ids = Arc::clone(&self.ids);
        let panic = CatchPanicLayer::custom(move |_| refuse::panicked(&*ids));
        router
            .layer(panic)
            .layer(from_fn_with_state((Arc::clone(&self.ids), self.https), headers::secure))
            .layer(from_fn_with_state(Arc::clone(&self.ids), span::trace))
    }

    /// From the outside in: known host, own origin, 30 seconds, 64 KiB.
    pub fn guard(&self, router: Router) -> Router {
        router
            .layer(from_fn(body::limit))
            .layer(from_fn_with_state(Arc::clone(&self.ids), patience::limit))
            .layer(csrf::guard())
            .layer(from_fn_with_state(Arc::clone(&self.hosts), host::check))
    }
}
