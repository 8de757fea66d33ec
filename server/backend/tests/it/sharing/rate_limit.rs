//! The statement that takes from a bucket decides as the rule says.

use backend::rules::rate_limit::RateLimit;
use storage::rate_limits::{self, take};

use super::app::{TENANT, TestApp};

const LIMIT: RateLimit = RateLimit { interval: 100, burst: 4 };

#[tokio::test]
async fn the_statement_decides_as_the_rule_says() {
    let app = TestApp::new().await;
    let limit = rate_limits::RateLimit { interval: LIMIT.interval, burst: LIMIT.burst };
    let (mut full_at, mut now, mut denied) = (0, 1_000, 0);
    for n in 0_i64..60 {
        now += n * 37 % 90;
        let count = 1 + n % 3;
        let expected = LIMIT.decide(full_at, now).is_allowed();
        let mut tx = app.storage.begin().await.unwrap();
        let taken = take(&mut tx, TENANT, "adele", limit, count, now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(taken, expected, "{n}: at {now}, full at {full_at}");
        if taken {
            full_at = LIMIT.after(full_at, now, count);
        } else {
            denied += 1;
        }
    }
    assert!((10..50).contains(&denied), "both happen: {denied} of 60");
}
