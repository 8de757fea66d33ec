#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicU32, Ordering};

use futures::future::join_all;
use futures::poll;
use time::Duration;
use tokio::sync::Notify;

use super::*;
use crate::clock::FixedClock;

/// A document that the authority keeps back until it is told to end, and what it is in the end.
#[derive(Default)]
struct Slow {
    end: Notify,
    fetches: AtomicU32,
}

impl Slow {
    async fn fetch(&self, outcome: Result<u8, AuthorityError>) -> Result<u8, AuthorityError> {
        self.fetches.fetch_add(1, Ordering::SeqCst);
        self.end.notified().await;
        outcome
    }
}

fn cut_off() -> Result<u8, AuthorityError> {
    Err(AuthorityError::unreadable("cut off"))
}

#[tokio::test]
async fn a_slow_failure_is_the_answer_of_all_who_waited_for_it() {
    let (cached, clock, slow) = (Cached::default(), FixedClock::at_ms(0), Slow::default());
    let mut waiting = Vec::new();
    for n in 0..7 {
        clock.set(crate::clock::from_ms(n * 1_500));
        let mut caller = Box::pin(cached.get(&clock, |_| true, || slow.fetch(cut_off())));
        assert!(poll!(&mut caller).is_pending(), "one asks, the others wait");
        waiting.push(caller);
    }
    clock.set(crate::clock::from_ms(10_000));
    slow.end.notify_one();
    let answers = join_all(waiting).await;
    assert!(answers.iter().all(Result::is_err));
    assert_eq!(slow.fetches.load(Ordering::SeqCst), 1, "nobody waits for a fetch of their own");

    clock.advance(Duration::milliseconds(999));
    assert!(cached.get(&clock, |_| true, || slow.fetch(cut_off())).await.is_err(), "it has just failed");
    clock.advance(Duration::milliseconds(1));
    slow.end.notify_one();
    assert_eq!(*cached.get(&clock, |_| true, || slow.fetch(Ok(7))).await.unwrap(), 7);
    assert_eq!(slow.fetches.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_was_slow_to_come_is_as_old_as_its_end() {
    let (cached, clock, slow) = (Cached::default(), FixedClock::at_ms(0), Slow::default());
    let fresh = |age: i64| age < 5_000;
    let mut first = Box::pin(cached.get(&clock, fresh, || slow.fetch(Ok(7))));
    assert!(poll!(&mut first).is_pending());
    clock.advance(Duration::seconds(10));
    slow.end.notify_one();
    assert_eq!(*first.await.unwrap(), 7);
    assert_eq!(*cached.get(&clock, fresh, || slow.fetch(Ok(8))).await.unwrap(), 7, "it came just now");
    clock.advance(Duration::seconds(5));
    slow.end.notify_one();
    assert_eq!(*cached.get(&clock, fresh, || slow.fetch(Ok(8))).await.unwrap(), 8);
}

/// A clock that is set back does not keep a failure for ever.
#[tokio::test]
async fn a_failure_from_the_future_is_nobodys_answer() {
    let (cached, clock, slow) = (Cached::default(), FixedClock::at_ms(9_000_000), Slow::default());
    slow.end.notify_one();
    assert!(cached.get(&clock, |_| true, || slow.fetch(cut_off())).await.is_err());
    clock.set(crate::clock::from_ms(0));
    slow.end.notify_one();
    assert_eq!(*cached.get(&clock, |_| true, || slow.fetch(Ok(7))).await.unwrap(), 7);
}
