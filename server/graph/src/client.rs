//! The client, and the client as one caller.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use url::Url;
use uuid::Uuid;

use crate::send::retry::RetryPolicy;
use crate::token::TokenProvider;

/// Microsoft Graph at one origin. One per process; cheap to clone.
#[derive(Clone)]
pub struct GraphClient {
    pub(crate) base: Url,
    pub(crate) http: reqwest::Client,
    pub(crate) fresh: Option<reqwest::Client>,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    pub(crate) ids: Arc<dyn Fn() -> Uuid + Send + Sync>,
}

impl GraphClient {
    /// `base` is an origin such as `https://graph.microsoft.com`; a path, query or credentials in it are dropped.
    /// `http` should come from [`http_client`](crate::http_client): it must not follow redirects.
    #[expect(clippy::disallowed_methods, reason = "the clock and the ids unless others are given")]
    pub fn new(mut base: Url, http: reqwest::Client) -> Self {
        base.set_path("/");
        base.set_query(None);
        base.set_fragment(None);
        if !base.username().is_empty() || base.password().is_some() {
            // Fails only for addresses that cannot hold credentials.
            let _ = base.set_username("");
            let _ = base.set_password(None);
        }
        Self {
            base,
            http,
            fresh: None,
            retry_policy: RetryPolicy::default(),
            clock: Arc::new(SystemTime::now),
            ids: Arc::new(Uuid::new_v4),
        }
    }

    /// The client that repeats a read after 503, which must use a new connection ("Microsoft Graph error responses").
    /// Comes from [`fresh_http_client`](crate::fresh_http_client).
    #[must_use]
    pub fn with_fresh_connections(mut self, http: reqwest::Client) -> Self {
        self.fresh = Some(http);
        self
    }

    /// How long reads are repeated.
    #[must_use]
    pub fn with_retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// What "now" is when `Retry-After` is a date.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Where `client-request-id` comes from.
    #[must_use]
    pub fn with_ids(mut self, ids: impl Fn() -> Uuid + Send + Sync + 'static) -> Self {
        self.ids = Arc::new(ids);
        self
    }

    /// This client, calling with these tokens.
    pub fn as_caller(&self, tokens: Arc<dyn TokenProvider>) -> Graph {
        Graph { client: self.clone(), tokens, request_id: None, guard: None }
    }
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClient").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

/// Microsoft Graph as one caller sees it: a signed-in user, or the application.
#[derive(Clone)]
pub struct Graph {
    pub(crate) client: GraphClient,
    pub(crate) tokens: Arc<dyn TokenProvider>,
    pub(crate) request_id: Option<Uuid>,
    pub(crate) guard: Option<Guard>,
}

/// Whether a request may still be sent.
pub(crate) type Guard = Arc<dyn Fn() -> bool + Send + Sync>;

impl Graph {
    /// The same caller, sending this `client-request-id` with every request instead of a new one each: for a step that
    /// stores the id before it acts, so that the effect can be traced whatever the answer.
    #[must_use]
    pub fn with_request_id(&self, id: Uuid) -> Self {
        Self { request_id: Some(id), ..self.clone() }
    }

    /// The same caller, asking `may_send` after the token is there and right before each request: on false nothing is sent, and the call ends
    /// with [`GraphError::Withdrawn`](crate::GraphError::Withdrawn). For a caller whose right to act runs out.
    #[must_use]
    pub fn with_guard(&self, may_send: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { guard: Some(Arc::new(may_send)), ..self.clone() }
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph").field("client", &self.client).finish_non_exhaustive()
    }
}
