//! How fast somebody may go on: a token bucket, kept as the one moment at which it is full again (the "generic cell rate algorithm" of ITU-T
//! I.371).

use contract::{Problem, ProblemCode};

use super::Decision;

/// How fast somebody may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// One more after each of these, in milliseconds.
    pub interval: i64,
    /// How many at once, after a rest.
    pub burst: i64,
}

/// 120 recipients at once, and then one a second: more than a person can do by hand, less than a stolen session would like.
pub const SHARES: RateLimit = RateLimit { interval: 1_000, burst: 120 };

impl RateLimit {
    /// Whether one more may go on at `now`. `full_at` is when the bucket is full again. Both in unix milliseconds.
    pub fn decide(self, full_at: i64, now: i64) -> Decision {
        Self::answer(full_at <= self.latest_full_at(now))
    }

    /// The decision when storage has asked and taken in one statement.
    pub fn answer(taken: bool) -> Decision {
        Decision::unless(taken, || Problem::new(ProblemCode::TooFast))
    }

    /// When the bucket is full again after taking `count` at `now`. Something larger than the burst may go on after a rest, and the next waits
    /// so much longer.
    pub fn after(self, full_at: i64, now: i64, count: i64) -> i64 {
        full_at.max(now) + self.interval * count
    }

    /// The latest moment at which a bucket that still holds one may be full again.
    const fn latest_full_at(self, now: i64) -> i64 {
        now + self.interval * (self.burst - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit { interval: 1_000, burst: 3 };

    /// How many may go on in a row at `now`.
    fn take_all(full_at: &mut i64, now: i64) -> u32 {
        let mut taken = 0;
        while LIMIT.decide(*full_at, now).is_allowed() {
            *full_at = LIMIT.after(*full_at, now, 1);
            taken += 1;
        }
        taken
    }

    #[test]
    fn a_rest_fills_the_bucket_and_each_interval_gives_one() {
        let mut full_at = 0;
        assert_eq!(take_all(&mut full_at, 50_000), 3);
        assert_eq!(LIMIT.decide(full_at, 50_999), Decision::Deny(Problem::new(ProblemCode::TooFast)));
        assert_eq!(take_all(&mut full_at, 51_000), 1);
        assert_eq!(take_all(&mut full_at, 53_000), 2);
        assert_eq!(take_all(&mut full_at, 500_000), 3, "never more than the burst");
    }

    #[test]
    fn what_is_larger_than_the_burst_makes_the_next_wait() {
        let full_at = LIMIT.after(0, 10_000, 10);
        assert!(!LIMIT.decide(full_at, 17_999).is_allowed());
        assert!(LIMIT.decide(full_at, 18_000).is_allowed());
    }

    #[test]
    fn the_limit_of_shares_is_the_promised_one() {
        assert_eq!(SHARES, RateLimit { interval: 1_000, burst: 120 });
    }
}
