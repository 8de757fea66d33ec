//! Who asks: the session's person, as `contract::Caller` in the request.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use contract::{Caller, ProblemCode, ports};
use http::StatusCode;
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::browser::{SessionBrowser, browser_of};
use super::cookie::finish;
use super::person::signed_in;
use super::record::PERSON;
use super::{Sessions, layer};
use crate::clock::{SharedClock, SharedIds};
use crate::http::refuse;
use crate::reference::log_as;

/// The session is written at most this often to say that it is in use: 5 minutes, in milliseconds.
const SEEN_EVERY: i64 = 300_000;

#[derive(Clone)]
struct Who {
    clock: SharedClock,
    ids: SharedIds,
}

/// Around these routes, a request with a living session carries the `Caller` in its extensions; one without does not, and its cookie is
/// removed. Each carries its browser, as `Arc<dyn ports::Browser>`.
pub fn with_callers(router: Router, sessions: Sessions, ids: SharedIds) -> Router {
    let who = Who { clock: sessions.clock().clone(), ids };
    router.layer(from_fn_with_state(who, find_caller)).layer(layer(sessions)).layer(from_fn(finish))
}

async fn find_caller(State(who): State<Who>, session: Session, mut request: Request, next: Next) -> Response {
    match known(&session, who.clock.now_ms()).await {
        Ok(Some(caller)) => {
            request.extensions_mut().insert(caller);
        }
        Ok(None) => {}
        Err(error) => {
            let problem = log_as(&*who.ids, ProblemCode::Internal, &error);
            return refuse(StatusCode::SERVICE_UNAVAILABLE, problem);
        }
    }
    let browser: Arc<dyn ports::Browser> = Arc::new(SessionBrowser { session, ids: who.ids });
    request.extensions_mut().insert(browser);
    next.run(request).await
}

async fn known(session: &Session, now: i64) -> Result<Option<Caller>, Error> {
    let Some(mut person) = signed_in(session).await? else { return Ok(None) };
    if now - person.seen > SEEN_EVERY {
        person.seen = now;
        session.insert(PERSON, &person).await?;
    }
    Ok(Some(person.caller(browser_of(session).await?)))
}
