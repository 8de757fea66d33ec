//! The event stream (HTML Living Standard, "Server-sent events"). A page resumes it after a cut by itself: the number of now always comes first, so
//! that it need not be kept what a page has missed.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use contract::{NoCaller, Problem, ProblemCode, routes};
use futures::Stream;
use futures::stream::unfold;
use http::{HeaderName, HeaderValue, StatusCode, header};
use tokio::time::timeout;

use super::feed::ChangeFeed;
use super::followers::{Follower, News};
use crate::clock::SharedIds;
use crate::error_reference::report;
use crate::http::problem_response;
use crate::session::{CurrentSession, Sessions};

/// How often a stream says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// When a browser tries again whose stream had to make room, or found none: streams that displace each other do so rarely.
const NO_ROOM_RETRY: Duration = Duration::from_mins(1);
/// Tells nginx and those who follow it not to hold events back.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

#[derive(Clone)]
struct StreamState {
    sessions: Sessions,
    feed: ChangeFeed,
    ids: SharedIds,
}

/// `GET /events`. It needs `with_quiet_callers` around it.
pub(crate) fn routes(sessions: Sessions, feed: ChangeFeed, ids: SharedIds) -> Router {
    Router::new().route(routes::EVENTS, get(follow)).with_state(StreamState { sessions, feed, ids })
}

async fn follow(
    State(state): State<StreamState>,
    no_caller: Option<Extension<NoCaller>>,
    session: Option<Extension<CurrentSession>>,
) -> Response {
    if let Some(Extension(NoCaller { problem, .. })) = no_caller {
        return problem_response(StatusCode::SERVICE_UNAVAILABLE, problem);
    }
    let Some(Extension(session)) = session else {
        return problem_response(StatusCode::UNAUTHORIZED, Problem::new(ProblemCode::SignInNeeded));
    };
    let person = &session.user;
    let follower = match state.feed.follow(&person.tenant, &person.user, &session.digest()).await {
        Ok(Some(follower)) => follower,
        Ok(None) => return no_room(),
        Err(error) => {
            let problem = report(&*state.ids, ProblemCode::Internal, &error);
            return problem_response(StatusCode::SERVICE_UNAVAILABLE, problem);
        }
    };
    let sessions = state.sessions;
    let is_over = move || {
        let (sessions, session) = (sessions.clone(), session.clone());
        async move { sessions.is_over(&session).await }
    };
    let mut response = Sse::new(events(follower, is_over)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ACCEL_BUFFERING, HeaderValue::from_static("no"));
    response
}

/// Nobody reads this: the page asks now and then, as it does while its stream is cut.
fn no_room() -> Response {
    tracing::warn!("this process has no place for one more event stream, so a page asks now and then");
    let wait = HeaderValue::from(NO_ROOM_RETRY.as_secs());
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, wait)]).into_response()
}

/// A stream that is open.
struct OpenStream<C> {
    follower: Follower,
    is_over: C,
    is_new: bool,
}

/// The number of now, then one event for each change, and a comment where nothing happens. It ends when the session `is_over`, which is asked
/// before each.
fn events<C, O>(follower: Follower, is_over: C) -> impl Stream<Item = Result<Event, Infallible>> + Send
where
    C: Fn() -> O + Send + 'static,
    O: Future<Output = bool> + Send + 'static,
{
    unfold(Some(OpenStream { follower, is_over, is_new: true }), next)
}

async fn next<C, O>(
    stream: Option<OpenStream<C>>,
) -> Option<(Result<Event, Infallible>, Option<OpenStream<C>>)>
where
    C: Fn() -> O + Send + 'static,
    O: Future<Output = bool> + Send + 'static,
{
    let mut stream = stream?;
    let event = if std::mem::take(&mut stream.is_new) {
        changed(stream.follower.version())
    } else {
        match timeout(HEARTBEAT, stream.follower.news()).await {
            Ok(News::Changed(version)) => changed(version),
            Ok(News::Displaced) => return Some((Ok(Event::default().retry(NO_ROOM_RETRY)), None)),
            Ok(News::Closed) => return None,
            Err(_) => Event::default().comment(""),
        }
    };
    let is_over = (stream.is_over)();
    (!is_over.await).then_some((Ok(event), Some(stream)))
}

/// An event without data is none: browsers leave it out.
fn changed(version: i64) -> Event {
    let version = version.to_string();
    Event::default().id(&version).data(&version)
}

#[cfg(test)]
mod tests;
