//! How fast somebody may go on.

use storage::paces::{Pace, delete_full, has_left, take};

use crate::place::{Place, change};

stories![
    so_many_at_once_and_then_one_each_time,
    each_person_has_their_own,
    of_many_at_once_no_more_than_there_are,
    several_are_taken_together_or_not_at_all,
    several_at_once_cost_as_much_as_one_by_one,
    looking_takes_nothing,
];

const PACE: Pace = Pace { every: 1_000, most: 3 };
const T: &str = "tenant-1";

async fn taken(place: &Place, user: &str, now: i64) -> bool {
    taken_together(place, user, 1, now).await
}

async fn taken_together(place: &Place, user: &str, count: i64, now: i64) -> bool {
    place.change(async |tx| take(tx, T, user, PACE, count, now).await).await
}

async fn so_many_at_once_and_then_one_each_time(place: &Place) {
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
        assert_eq!(taken(place, "adele", now).await, expected, "at {now}");
    }
}

async fn each_person_has_their_own(place: &Place) {
    for _ in 0..PACE.most {
        assert!(taken(place, "adele", 10_000).await);
    }
    assert!(taken(place, "alex", 10_000).await);
    assert_eq!(place.change(async |tx| delete_full(tx, 11_000).await).await, 1, "one of alex is back");
    assert!(!taken(place, "adele", 10_000).await);
}

async fn of_many_at_once_no_more_than_there_are(place: &Place) {
    let other = place.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let storage = if n % 2 == 0 { place.storage.clone() } else { other.clone() };
        tasks.spawn(
            async move { change(&storage, async |tx| take(tx, T, "adele", PACE, 1, 10_000).await).await },
        );
    }
    let outcomes = tasks.join_all().await;
    other.close().await;
    assert_eq!(outcomes.iter().filter(|taken| **taken).count(), 3);
}

async fn several_are_taken_together_or_not_at_all(place: &Place) {
    for (count, now, expected) in [
        (4, 10_000, false), // more than there ever are
        (i64::MAX, 10_000, false),
        (2, 10_000, true),
        (2, 10_000, false),
        (1, 10_000, true), // the refusal took none
        (1, 10_000, false),
        (2, 11_999, false),
        (2, 12_000, true),
        (1, 12_000, false),
        (3, 14_999, false),
        (3, 15_000, true), // all are back to the millisecond
        (1, 15_999, false),
        (1, 16_000, true),
        (3, 60_000, true), // a rest fills it, and no more than that
        (1, 60_000, false),
    ] {
        assert_eq!(taken_together(place, "adele", count, now).await, expected, "{count} at {now}");
    }
    assert!(taken_together(place, "alex", PACE.most, 10_000).await, "each person has their own");
    assert!(!taken_together(place, "joni", PACE.most + 1, 10_000).await);
    assert_eq!(place.number("SELECT COUNT(*) FROM paces WHERE user_id = 'joni'").await, 0);
}

/// Two people who take as many, one of them each by itself, are full again at the same moment.
async fn several_at_once_cost_as_much_as_one_by_one(place: &Place) {
    for (count, now) in [(3, 10_000), (1, 11_500), (2, 20_000), (1, 20_000), (2, 22_700)] {
        let together = taken_together(place, "adele", count, now).await;
        let mut one_by_one = true;
        for _ in 0..count {
            one_by_one &= taken(place, "alex", now).await;
        }
        assert!(together && one_by_one, "{count} at {now}");
        assert_eq!(
            place.number("SELECT COUNT(DISTINCT full_at) FROM paces").await,
            1,
            "after {count} at {now}"
        );
    }
}

async fn looking_takes_nothing(place: &Place) {
    let left = async |tenant, user, now| has_left(&place.storage, tenant, user, PACE, now).await.unwrap();
    assert!(left(T, "adele", 10_000).await, "nobody has taken any");
    assert!(taken_together(place, "adele", 2, 10_000).await);
    for _ in 0..5 {
        assert!(left(T, "adele", 10_000).await, "looking takes none");
    }
    assert!(taken(place, "adele", 10_000).await);
    assert!(!left(T, "adele", 10_000).await);
    assert!(!left(T, "adele", 10_999).await);
    assert!(left(T, "adele", 11_000).await, "to the millisecond when one can be taken");
    assert!(left(T, "alex", 10_000).await && left("tenant-2", "adele", 10_000).await);
    assert!(taken(place, "adele", 11_000).await);
}
