//! The caller: the session's user, as `contract::Caller` in the request's extensions.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use contract::{NoCaller, Problem, ProblemCode, TenantBlock, ports};
use http::header::RETRY_AFTER;
use http::{Extensions, HeaderValue, Method, StatusCode};
use storage::{StorageError, Tx};
use tower_sessions::Session;

use super::account_check::{AccountChecks, Standing};
use super::browser::RequestBrowser;
use super::cookies::drop_unreadable;
use super::store::{Sessions, layer};
use crate::clock::{SharedIds, from_ms};
use crate::error_reference::report;
use crate::http::{ClientNetwork, problem_response};
use crate::rate_limiter::{Bucket, take_or_note};
use crate::rules::Decision;
use crate::rules::limits::{LimitKind, RateLimits};

#[derive(Clone)]
struct CallerState {
    sessions: Sessions,
    checks: AccountChecks,
    limits: RateLimits,
    ids: SharedIds,
    /// Whether a request says that the session is in use.
    is_use: bool,
}

/// Around these routes, a request with a living session carries the `Caller` in its extensions; one without does not. Where the person's account could
/// not be checked for too long, it carries a `NoCaller` instead. While Microsoft blocks the tenant, it carries a `TenantBlock` beside the `Caller`.
/// Each carries its browser, as `Arc<dyn ports::Browser>`.
pub fn with_callers(
    router: Router,
    sessions: Sessions,
    checks: AccountChecks,
    limits: RateLimits,
    ids: SharedIds,
) -> Router {
    attach_callers(router, CallerState { sessions, checks, limits, ids, is_use: true })
}

/// The same around what open pages ask by themselves: it does not keep their session alive.
pub(crate) fn with_quiet_callers(
    router: Router,
    sessions: Sessions,
    checks: AccountChecks,
    limits: RateLimits,
    ids: SharedIds,
) -> Router {
    attach_callers(router, CallerState { sessions, checks, limits, ids, is_use: false })
}

fn attach_callers(router: Router, state: CallerState) -> Router {
    let layer = layer(state.sessions.clone());
    router
        .layer(from_fn_with_state(state, attach_caller))
        .layer(layer)
        .layer(from_fn(without_unreadable_cookie))
}

/// A cookie that is no id is none: the layer would have the browser remove it.
async fn without_unreadable_cookie(mut request: Request, next: Next) -> Response {
    drop_unreadable(request.headers_mut());
    next.run(request).await
}

async fn attach_caller(
    State(state): State<CallerState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let browser = Arc::new(RequestBrowser::of(request.headers()));
    let standing = state.standing(&session).await;
    match standing {
        Ok(Standing::Ended) if request.method() == Method::POST => {
            let client = request.extensions().get::<ClientNetwork>().copied();
            match state.take_of_strangers(client).await {
                Ok(Decision::Allow) => {}
                Ok(decision) => {
                    let problem = decision.denial().unwrap_or_else(|| Problem::new(ProblemCode::TooFast));
                    return state.too_fast(problem);
                }
                Err(error) => return state.unavailable(&error),
            }
        }
        Ok(standing) => attach(standing, request.extensions_mut()),
        Err(error) => return state.unavailable(&error),
    }
    request.extensions_mut().insert(Arc::clone(&browser) as Arc<dyn ports::Browser>);
    let mut response = next.run(request).await;
    browser.answer(response.headers_mut());
    response
}

/// Why nobody knows who the caller is.
#[derive(Debug, thiserror::Error)]
enum CallerError {
    #[error("the session cannot be read")]
    Session(#[from] tower_sessions::session::Error),
    #[error("the database does not answer")]
    Storage(#[from] StorageError),
}

impl CallerState {
    /// Where somebody without a session sends something, it may be stored for them: held to a limit for each network. Where nobody knows who
    /// asks, to none.
    async fn take_of_strangers(&self, client: Option<ClientNetwork>) -> Result<Decision, StorageError> {
        let Some(client) = client else { return Ok(Decision::Allow) };
        let network = client.to_string();
        let bucket = Bucket::of_network(LimitKind::Strangers, &network);
        let note = async |_: &mut Tx| {
            tracing::warn!(network, "somebody without a session sends forms too fast, and is refused");
            Ok(())
        };
        take_or_note(&self.sessions.storage, &self.limits, bucket, self.sessions.clock.now_ms(), note).await
    }

    fn too_fast(&self, problem: Problem) -> Response {
        let wait =
            problem.retry_at.map_or(1, |at| (at - self.sessions.clock.now()).whole_seconds().max(0) + 1);
        let mut response = problem_response(StatusCode::TOO_MANY_REQUESTS, problem);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait));
        response
    }

    fn unavailable(&self, error: &dyn std::error::Error) -> Response {
        let problem = report(&*self.ids, ProblemCode::Internal, error);
        problem_response(StatusCode::SERVICE_UNAVAILABLE, problem)
    }

    async fn standing(&self, session: &Session) -> Result<Standing, CallerError> {
        let Some(session) = self.sessions.of_request(session).await? else { return Ok(Standing::Ended) };
        let mut standing = self.checks.standing(&self.sessions, session).await?;
        if self.is_use
            && let Standing::Current(session) = &mut standing
        {
            self.sessions.mark_seen(session).await?;
        }
        Ok(standing)
    }
}

fn attach(standing: Standing, extensions: &mut Extensions) {
    let session = match standing {
        Standing::Current(session) => {
            extensions.insert(session.user.caller());
            if let Some(since) = session.blocked_since {
                extensions.insert(TenantBlock { since: from_ms(since) });
            }
            session
        }
        Standing::Unchecked(session) => {
            let problem = Problem::new(ProblemCode::AccountUnchecked);
            extensions.insert(NoCaller { problem, person: session.user.caller() });
            session
        }
        Standing::Ended => return,
    };
    extensions.insert(session);
}
