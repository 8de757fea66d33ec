//! The caller: the session's user, as `contract::Caller` in the request's extensions.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use contract::{Caller, ProblemCode, ports};
use http::StatusCode;
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::browser::{SessionBrowser, browser_key};
use super::cookie::fix_cookie;
use super::record::PERSON;
use super::session_user::session_user;
use super::{Sessions, layer};
use crate::clock::{SharedClock, SharedIds};
use crate::error_reference::report;
use crate::http::problem_response;

/// The session is written at most this often to say that it is in use: 5 minutes, in milliseconds.
const SEEN_INTERVAL_MS: i64 = 300_000;

#[derive(Clone)]
struct CallerState {
    clock: SharedClock,
    ids: SharedIds,
}

/// Around these routes, a request with a living session carries the `Caller` in its extensions; one without does not, and its cookie is
/// removed. Each carries its browser, as `Arc<dyn ports::Browser>`.
pub fn with_callers(router: Router, sessions: Sessions, ids: SharedIds) -> Router {
    let state = CallerState { clock: sessions.clock().clone(), ids };
    router.layer(from_fn_with_state(state, attach_caller)).layer(layer(sessions)).layer(from_fn(fix_cookie))
}

async fn attach_caller(
    State(state): State<CallerState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    match load_caller(&session, state.clock.now_ms()).await {
        Ok(Some(caller)) => {
            request.extensions_mut().insert(caller);
        }
        Ok(None) => {}
        Err(error) => {
            let problem = report(&*state.ids, ProblemCode::Internal, &error);
            return problem_response(StatusCode::SERVICE_UNAVAILABLE, problem);
        }
    }
    let browser: Arc<dyn ports::Browser> = Arc::new(SessionBrowser { session, ids: state.ids });
    request.extensions_mut().insert(browser);
    next.run(request).await
}

async fn load_caller(session: &Session, now: i64) -> Result<Option<Caller>, Error> {
    let Some(mut person) = session_user(session).await? else { return Ok(None) };
    if now - person.seen > SEEN_INTERVAL_MS {
        person.seen = now;
        session.insert(PERSON, &person).await?;
    }
    Ok(Some(person.caller(browser_key(session).await?)))
}
