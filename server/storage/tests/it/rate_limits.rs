//! How fast somebody may go on.

use storage::rate_limits::{RateLimit, delete_full, take};
use testing::{TestDb, change};

stories![
    so_many_at_once_and_then_one_each_time,
    what_takes_many_makes_the_next_wait,
    each_person_has_their_own,
    of_many_at_once_no_more_than_there_are
];

const LIMIT: RateLimit = RateLimit { interval: 1_000, burst: 3 };
const T: &str = "tenant-1";

async fn taken(db: &TestDb, user: &str, now: i64) -> bool {
    db.change(async |tx| take(tx, T, user, LIMIT, 1, now).await).await
}

async fn so_many_at_once_and_then_one_each_time(db: &TestDb) {
    for (now, expected) in [
        (10_000, true),
        (10_000, true),
        (10_000, true),
        (10_000, false),
        (10_999, false),
        (11_000, true),
        (11_000, false),
        // a rest fills it, and no more than that
        (60_000, true),
        (60_000, true),
        (60_000, true),
        (60_000, false),
    ] {
        assert_eq!(taken(db, "adele", now).await, expected, "at {now}");
    }
}

async fn what_takes_many_makes_the_next_wait(db: &TestDb) {
    assert!(db.change(async |tx| take(tx, T, "adele", LIMIT, 10, 10_000).await).await, "more than there are");
    assert!(!taken(db, "adele", 17_999).await);
    assert!(taken(db, "adele", 18_000).await);
}

async fn each_person_has_their_own(db: &TestDb) {
    for _ in 0..LIMIT.burst {
        assert!(taken(db, "adele", 10_000).await);
    }
    assert!(taken(db, "alex", 10_000).await);
    assert_eq!(db.change(async |tx| delete_full(tx, 11_000).await).await, 1, "one of alex is back");
    assert!(!taken(db, "adele", 10_000).await);
}

async fn of_many_at_once_no_more_than_there_are(db: &TestDb) {
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            change(&storage, async |tx| take(tx, T, "adele", LIMIT, 1, 10_000).await).await
        });
    }
    let outcomes = tasks.join_all().await;
    other.close().await;
    assert_eq!(outcomes.iter().filter(|taken| **taken).count(), 3);
}
