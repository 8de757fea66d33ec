//! The HTTP layers around the routes. `HttpLayers::outer_layers` goes around all of them, health checks too; `HttpLayers::browser_layers` goes around
//! everything that a browser uses. Between the two the server renders an error page for each response with a `ProblemExtension`.

mod body_limit;
mod client_network;
mod csp;
mod csrf;
mod headers;
mod health;
mod host;
mod problem_response;
mod request_span;
mod timeout;

pub use client_network::{ClientNetwork, PeerAddress};
pub use csp::Nonce;
pub use health::health;
pub use host::AllowedHosts;
pub use problem_response::{ProblemExtension, problem_response};
pub use request_span::RequestId;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

use crate::clock::SharedIds;
use crate::config::Listen;

/// Forms are small: 64 KiB.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The share form takes 500 recipients: 512 KiB.
pub const MAX_SHARE_BODY_BYTES: usize = 512 * 1024;

/// A mark is small, too, but whoever chooses a larger picture shall read so beside the field: 1 MiB.
pub const MAX_MARK_BODY_BYTES: usize = 1024 * 1024;

/// What is around every route.
#[derive(Clone)]
pub struct HttpLayers {
    hosts: Arc<AllowedHosts>,
    proxies: Arc<client_network::Proxies>,
    ids: SharedIds,
    https: bool,
}

impl std::fmt::Debug for HttpLayers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpLayers").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl HttpLayers {
    /// The layers for these addresses.
    pub fn new(listen: &Listen, ids: SharedIds) -> Self {
        let https = listen.public_url.scheme() == "https";
        let proxies = Arc::new(client_network::Proxies::new(listen.trusted_proxies.clone()));
        Self { hosts: Arc::new(AllowedHosts::of(listen)), proxies, ids, https }
    }

    /// From the outside in: request id and span, security headers and nonce, panics.
    pub fn outer_layers(&self, router: Router) -> Router {
        let ids = Arc::clone(&self.ids);
        let panic = CatchPanicLayer::custom(move |_| problem_response::panicked(&*ids));
        router
            .layer(panic)
            .layer(from_fn_with_state((Arc::clone(&self.ids), self.https), headers::secure))
            .layer(from_fn_with_state(Arc::clone(&self.ids), request_span::trace))
    }

    /// From the outside in: who asks, known host, own origin, 30 seconds, the size of the body.
    pub fn browser_layers(&self, router: Router) -> Router {
        router
            .layer(from_fn(body_limit::limit))
            .layer(from_fn_with_state(Arc::clone(&self.ids), timeout::limit))
            .layer(csrf::layer())
            .layer(from_fn_with_state(Arc::clone(&self.hosts), host::check))
            .layer(from_fn_with_state(Arc::clone(&self.proxies), client_network::identify))
    }
}
