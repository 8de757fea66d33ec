//! How fast somebody may go on: a token bucket, kept as the one moment at which it is full again (the "generic cell rate algorithm" of ITU-T
//! I.371). All that follows from that moment is here.

use std::fmt;

use contract::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};

use super::Decision;
use crate::clock::from_ms;

/// The units that a rate is written in, in milliseconds.
const UNITS: [(&str, i64); 4] = [("s", 1_000), ("min", 60_000), ("h", 3_600_000), ("day", 86_400_000)];
/// How many at once are more than anybody needs to write.
const LARGEST_BURST: i64 = 1_000_000;

/// How fast somebody may go on. Written as `10 + 2/min`: ten at once after a rest, then two a minute. `100/day` is short for `100 + 100/day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RateLimit {
    /// One more after each of these, in milliseconds. 0 is no limit.
    pub interval: i64,
    /// How many at once, after a rest.
    pub burst: i64,
}

/// The text is no rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no rate limit")]
pub struct ParseRateLimitError;

impl RateLimit {
    /// No limit.
    pub const OFF: Self = Self { interval: 0, burst: 1 };

    /// Whether there is no limit.
    pub const fn is_off(self) -> bool {
        self.interval == 0
    }

    /// When the next may go on: `now`, or later. `full_at` is when the bucket is full again. All in unix milliseconds.
    pub fn next_at(self, full_at: i64, now: i64) -> i64 {
        self.next_at_of(full_at, now, 1)
    }

    /// When so many at once may go on: as soon as there are as many, or, of more than the burst, when the bucket is full.
    fn next_at_of(self, full_at: i64, now: i64, count: i64) -> i64 {
        let held = count.min(self.burst).max(1);
        now.max(full_at - self.interval * (self.burst - held))
    }

    /// Whether one more may go on at `now`.
    pub fn decide(self, full_at: i64, now: i64) -> Decision {
        self.decide_all(full_at, now, 1)
    }

    /// Whether so many more at once may go on at `now`.
    pub fn decide_all(self, full_at: i64, now: i64, count: i64) -> Decision {
        let next = self.next_at_of(full_at, now, count);
        let too_fast = || Problem { retry_at: Some(from_ms(next)), ..Problem::new(ProblemCode::TooFast) };
        Decision::unless(next == now, too_fast)
    }

    /// When the bucket is full again after taking `count` at `now`. Something larger than the burst may go on after a rest, and the next waits
    /// so much longer.
    pub fn after(self, full_at: i64, now: i64, count: i64) -> i64 {
        full_at.max(now).saturating_add(self.interval.saturating_mul(count))
    }

    /// When a bucket is full again by this limit, from which something was taken last at `taken_at`, under the limit `before`. In unix milliseconds.
    ///
    /// Who has taken some of a bucket has taken as many of the other one, and all of it at most. What was taken beyond the bucket comes back at the
    /// faster pace of the two. So a higher limit helps at once, and a lower one keeps nobody out for longer than it would by itself.
    pub fn take_over(self, before: Self, full_at: i64, taken_at: i64) -> i64 {
        if self == before || self.is_off() || before.is_off() {
            return full_at;
        }
        let missing = full_at.saturating_sub(taken_at).max(0);
        let within = missing.min(before.capacity());
        let beyond = missing - within;
        let at_own_pace = |time: i64| {
            let time = i128::from(time) * i128::from(self.interval) / i128::from(before.interval);
            i64::try_from(time).unwrap_or(i64::MAX)
        };
        let within = at_own_pace(within).min(self.capacity());
        taken_at.saturating_add(within).saturating_add(at_own_pace(beyond).min(beyond))
    }

    /// How long an empty bucket takes to fill, in milliseconds.
    const fn capacity(self) -> i64 {
        self.interval.saturating_mul(self.burst)
    }

    /// Whether this lets more through than another limit, at once or in the long run. What has no limit is compared with nothing.
    pub const fn exceeds(self, other: Self) -> bool {
        let faster = self.burst > other.burst || self.interval < other.interval;
        !self.is_off() && !other.is_off() && faster
    }

    /// Reads it as it is written; `off` is no limit.
    pub fn parse(text: &str) -> Option<Self> {
        // Phones begin a line with a capital letter.
        let text = text.trim().to_ascii_lowercase();
        if text == "off" {
            return Some(Self::OFF);
        }
        let (rate, unit) = text.split_once('/')?;
        let (_, unit) = UNITS.into_iter().find(|(name, _)| *name == unit.trim())?;
        let number = |text: &str| text.trim().parse::<i64>().ok().filter(|number| *number >= 1);
        let (burst, count) = match rate.split_once('+') {
            Some((burst, count)) => (number(burst)?, number(count)?),
            None => (number(rate)?, number(rate)?),
        };
        (burst <= LARGEST_BURST && count <= unit).then_some(Self { interval: unit / count, burst })
    }

    /// Whether the text of a rate limit counts by the day. No limit is none of a day, either.
    pub fn is_written_by_day(text: &str) -> bool {
        text.rsplit_once('/').is_none_or(|(_, unit)| unit.trim().eq_ignore_ascii_case("day"))
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_off() {
            return f.write_str("off");
        }
        // As it is read: intervals are whole milliseconds.
        let has_burst = |(_, ms): &(&str, i64)| ms / self.burst == self.interval;
        if let Some((unit, _)) = UNITS.into_iter().find(has_burst) {
            return write!(f, "{}/{unit}", self.burst);
        }
        let in_each = |(unit, ms): (&'static str, i64)| {
            let count = ms / self.interval;
            (count >= 1 && ms / count == self.interval).then_some((unit, count))
        };
        let (unit, count) = UNITS.into_iter().find_map(in_each).unwrap_or(("day", 1));
        write!(f, "{} + {count}/{unit}", self.burst)
    }
}

impl TryFrom<String> for RateLimit {
    type Error = ParseRateLimitError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(ParseRateLimitError)
    }
}

impl From<RateLimit> for String {
    fn from(limit: RateLimit) -> Self {
        limit.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

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
        let denied = LIMIT.decide(full_at, 50_999).denial().unwrap();
        assert_eq!((denied.code, denied.retry_at), (ProblemCode::TooFast, Some(from_ms(51_000))));
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
    fn so_many_at_once_go_on_when_there_are_as_many() {
        let full_at = LIMIT.after(0, 10_000, 2);
        for (count, next) in [(1, 10_000), (2, 11_000), (3, 12_000), (9, 12_000)] {
            let denied = LIMIT.decide_all(full_at, 10_000, count).denial();
            let retry_at = denied.and_then(|problem| problem.retry_at);
            assert_eq!(retry_at, (next > 10_000).then(|| from_ms(next)), "{count}");
            assert!(LIMIT.decide_all(full_at, next, count).is_allowed(), "{count}");
        }
    }

    #[test]
    fn whoever_takes_a_turn_that_is_still_to_come_stands_in_a_row() {
        let (mut full_at, mut turns) = (0, Vec::new());
        for _ in 0..6 {
            turns.push(LIMIT.next_at(full_at, 10_000));
            full_at = LIMIT.after(full_at, 10_000, 1);
        }
        assert_eq!(turns, [10_000, 10_000, 10_000, 11_000, 12_000, 13_000]);
    }

    #[test]
    fn a_stored_text_is_read_back_as_it_was() {
        for (unit, ms) in UNITS {
            for count in (1..=400).chain([999, 1_000, 1_440, 86_400].into_iter().filter(|count| *count <= ms))
            {
                for text in [format!("{count}/{unit}"), format!("5 + {count}/{unit}")] {
                    let limit = RateLimit::parse(&text).unwrap();
                    let stored = serde_json::to_string(&limit).unwrap();
                    assert_eq!(serde_json::from_str::<RateLimit>(&stored).unwrap(), limit, "{text} {stored}");
                }
            }
        }
        assert!(serde_json::from_str::<RateLimit>("\"fast\"").is_err());
    }

    /// When the next may go on, after so many were taken at 0 under a limit that another one has replaced since.
    fn next_after(taken: i64, before: &str, now: &str) -> i64 {
        let (before, now) = (RateLimit::parse(before).unwrap(), RateLimit::parse(now).unwrap());
        now.next_at(now.take_over(before, before.after(0, 0, taken), 0), 0)
    }

    #[test]
    fn a_higher_limit_helps_at_once() {
        assert_eq!(next_after(10, "10 + 2/min", "10 + 2/min"), 30_000);
        assert_eq!(next_after(10, "10 + 2/min", "20 + 2/min"), 0);
        assert_eq!(next_after(10, "10 + 2/min", "10 + 10/min"), 6_000);
        assert_eq!(next_after(100, "100/day", "200/day"), 0);
        assert_eq!(next_after(40, "10 + 2/min", "10 + 10/min"), 31 * 6_000, "those who wait count, too");
    }

    #[test]
    fn a_lower_limit_keeps_nobody_out_for_long() {
        const DAY: i64 = 86_400_000;
        assert_eq!(next_after(5, "100/day", "10/day"), 0, "five are left");
        assert_eq!(next_after(100, "100/day", "10/day"), DAY / 10);
        assert_eq!(next_after(100, "100/day", "1/day"), DAY);
        assert_eq!(next_after(1_000, "1000 + 1/day", "10 + 1/day"), DAY);
        assert_eq!(next_after(40, "10 + 2/min", "1/day"), 30 * 30_000 + DAY);
    }

    #[test]
    fn what_nobody_noted_is_left_as_it_is() {
        for before in [LIMIT, RateLimit::OFF, RateLimit { interval: 0, burst: 0 }] {
            assert_eq!(LIMIT.take_over(before, 9_000, 1_000), 9_000);
        }
        assert_eq!(RateLimit::OFF.take_over(LIMIT, 9_000, 1_000), 9_000);
    }

    #[test]
    fn a_limit_is_more_than_another_at_once_or_in_the_long_run() {
        let exceeds =
            |one: &str, other: &str| RateLimit::parse(one).unwrap().exceeds(RateLimit::parse(other).unwrap());
        assert!(exceeds("11 + 1/min", "10 + 1/min") && exceeds("5 + 1/s", "10 + 1/min"));
        assert!(!exceeds("10 + 1/min", "10 + 1/min") && !exceeds("9 + 1/h", "10 + 1/min"));
        assert!(!exceeds("off", "1/day") && !exceeds("1000/s", "off"));
    }

    #[test]
    fn no_limit_is_never_reached() {
        let full_at = RateLimit::OFF.after(0, 5, 1_000_000);
        assert!(RateLimit::OFF.decide(full_at, 5).is_allowed());
    }

    #[test]
    fn a_text_counts_by_the_day_or_by_another_unit() {
        for text in ["100/day", " 50 + 100 / Day ", "off"] {
            assert!(RateLimit::parse(text).is_some() && RateLimit::is_written_by_day(text), "{text}");
        }
        for text in ["10 + 2/min", "100/h", "24/s"] {
            assert!(RateLimit::parse(text).is_some() && !RateLimit::is_written_by_day(text), "{text}");
        }
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        for (text, interval, burst) in [
            ("10 + 2/min", 30_000, 10),
            ("100/day", 864_000, 100),
            ("7/min", 8_571, 7),
            ("10 + 7/min", 8_571, 10),
            ("700/day", 123_428, 700),
            ("120 + 1/s", 1_000, 120),
            ("300/min", 200, 300),
            ("1/h", 3_600_000, 1),
            ("off", 0, 1),
        ] {
            let limit = RateLimit::parse(text).unwrap();
            assert_eq!(limit, RateLimit { interval, burst }, "{text}");
            assert_eq!(limit.to_string(), text);
        }
        assert_eq!(RateLimit::parse(" 10+2 / Min "), RateLimit::parse("10 + 2/min"));
        assert_eq!(RateLimit::parse("Off"), Some(RateLimit::OFF));
        for wrong in ["", "10", "0/s", "-1/s", "1 + 0/s", "10/week", "2000/s", "1000001 + 1/s", "10 + 2 min"]
        {
            assert_eq!(RateLimit::parse(wrong), None, "{wrong}");
        }
    }
}
