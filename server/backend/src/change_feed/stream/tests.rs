#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use contract::{EntraUserId, TenantId};
use http_body_util::BodyExt as _;
use tokio::time::Instant;

use super::super::followers::Followers;
use super::*;

/// The stream of somebody, on a clock that goes on by itself while nothing else happens.
struct Stage {
    followers: Followers,
    is_over: Arc<AtomicBool>,
    body: Body,
}

fn person() -> (TenantId, EntraUserId) {
    (TenantId::parse("contoso").unwrap(), EntraUserId::parse("adele").unwrap())
}

impl Stage {
    fn new() -> Self {
        let (followers, is_over) = (Followers::default(), Arc::new(AtomicBool::new(false)));
        let (follower, asked) = (followers.add(person(), "session").unwrap(), Arc::clone(&is_over));
        let events = events(follower, move || std::future::ready(asked.load(Ordering::Relaxed)));
        Self { followers, is_over, body: Sse::new(events).into_response().into_body() }
    }

    /// What comes next; `None` at the end.
    async fn said(&mut self) -> Option<String> {
        let frame = self.body.frame().await?.unwrap();
        Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
    }
}

#[tokio::test(start_paused = true)]
async fn it_begins_with_the_number_of_now_and_says_each_change() {
    let mut stage = Stage::new();
    stage.followers.tell(&person(), 4);
    assert_eq!(stage.said().await.unwrap(), "id: 4\ndata: 4\n\n");
    stage.followers.tell(&person(), 5);
    stage.followers.tell(&person(), 6);
    assert_eq!(stage.said().await.unwrap(), "id: 6\ndata: 6\n\n", "two in a moment are one");
}

#[tokio::test(start_paused = true)]
async fn where_nothing_happens_it_says_so_every_fifteen_seconds() {
    let mut stage = Stage::new();
    stage.said().await.unwrap();
    let begun = Instant::now();
    for beat in 1..=3 {
        let said = stage.said().await.unwrap();
        assert!(said.starts_with(':') && said.ends_with("\n\n"), "{said:?}");
        assert_eq!(begun.elapsed().as_secs(), 15 * beat);
    }
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_its_session_at_the_next_beat_or_change() {
    let mut stage = Stage::new();
    stage.said().await.unwrap();
    stage.is_over.store(true, Ordering::Relaxed);
    assert_eq!(stage.said().await, None);

    let mut stage = Stage::new();
    stage.said().await.unwrap();
    stage.is_over.store(true, Ordering::Relaxed);
    stage.followers.tell(&person(), 1);
    let begun = Instant::now();
    assert_eq!(stage.said().await, None, "nobody is told of a change after the end");
    assert!(begun.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_makes_room_says_when_to_come_back() {
    let mut stage = Stage::new();
    stage.said().await.unwrap();
    let _others: Vec<_> = (0..3).map(|_| stage.followers.add(person(), "session")).collect();
    assert_eq!(stage.said().await.unwrap(), "retry: 60000\n\n");
    assert_eq!(stage.said().await, None);
}

#[tokio::test(start_paused = true)]
async fn it_ends_at_once_when_the_process_stops() {
    let mut stage = Stage::new();
    stage.said().await.unwrap();
    stage.followers.close();
    let begun = Instant::now();
    assert_eq!(stage.said().await, None);
    assert!(begun.elapsed().is_zero());
}

#[test]
fn whoever_finds_no_room_is_told_when_to_come_back() {
    let refused = no_room();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "60");
}
