//! The caller: the session's user, as `contract::Caller` in the request's extensions.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use contract::{NoCaller, Problem, ProblemCode, ports};
use http::{Extensions, HeaderMap, StatusCode};
use storage::StorageError;

use super::Sessions;
use super::account_check::{AccountChecks, Standing};
use super::browser::RequestBrowser;
use crate::clock::SharedIds;
use crate::error_reference::report;
use crate::http::problem_response;

#[derive(Clone)]
struct CallerState {
    sessions: Sessions,
    checks: AccountChecks,
    ids: SharedIds,
}

/// Around these routes, a request with a living session carries the `Caller` in its extensions; one without does not. Where the person's account could
/// not be checked for too long, it carries a `NoCaller` instead. Each carries its browser, as `Arc<dyn ports::Browser>`.
pub fn with_callers(router: Router, sessions: Sessions, checks: AccountChecks, ids: SharedIds) -> Router {
    router.layer(from_fn_with_state(CallerState { sessions, checks, ids }, attach_caller))
}

async fn attach_caller(State(state): State<CallerState>, mut request: Request, next: Next) -> Response {
    let browser = Arc::new(RequestBrowser::of(request.headers()));
    match state.standing(request.headers()).await {
        Ok(standing) => attach(standing, request.extensions_mut()),
        Err(error) => {
            let problem = report(&*state.ids, ProblemCode::Internal, &error);
            return problem_response(StatusCode::SERVICE_UNAVAILABLE, problem);
        }
    }
    request.extensions_mut().insert(Arc::clone(&browser) as Arc<dyn ports::Browser>);
    let mut response = next.run(request).await;
    browser.answer(response.headers_mut());
    response
}

impl CallerState {
    async fn standing(&self, headers: &HeaderMap) -> Result<Standing, StorageError> {
        let Some(session) = self.sessions.of_request(headers).await? else { return Ok(Standing::Ended) };
        let mut standing = self.checks.standing(&self.sessions, session).await?;
        if let Standing::Current(session) = &mut standing {
            self.sessions.mark_seen(session).await?;
        }
        Ok(standing)
    }
}

fn attach(standing: Standing, extensions: &mut Extensions) {
    let session = match standing {
        Standing::Current(session) => {
            extensions.insert(session.user.caller());
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
