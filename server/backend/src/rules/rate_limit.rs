//! How fast somebody may go on: a token bucket, kept as the one moment at which it is full again (the "generic cell rate algorithm" of ITU-T
//! I.371). All that follows from that moment is here.

use std::fmt;

use contract::{Problem, ProblemCode};

use super::Decision;
use crate::clock::from_ms;

/// The units that a rate is written in, in milliseconds.
const UNITS: [(&str, i64); 4] = [("s", 1_000), ("min", 60_000), ("h", 3_600_000), ("day", 86_400_000)];
/// How many at once are more than anybody needs to write.
const LARGEST_BURST: i64 = 1_000_000;

/// How fast somebody may go on. Written as `10 + 2/min`: ten at once after a rest, then two a minute. `100/day` is short for `100 + 100/day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// One more after each of these, in milliseconds. 0 is no limit.
    pub interval: i64,
    /// How many at once, after a rest.
    pub burst: i64,
}

impl RateLimit {
    /// No limit.
    pub const OFF: Self = Self { interval: 0, burst: 1 };

    /// Whether there is no limit.
    pub const fn is_off(self) -> bool {
        self.interval == 0
    }

    /// When the next may go on: `now`, or later. `full_at` is when the bucket is full again. All in unix milliseconds.
    pub fn next_at(self, full_at: i64, now: i64) -> i64 {
        now.max(full_at - self.interval * (self.burst - 1))
    }

    /// Whether one more may go on at `now`.
    pub fn decide(self, full_at: i64, now: i64) -> Decision {
        let next = self.next_at(full_at, now);
        let too_fast = || Problem { retry_at: Some(from_ms(next)), ..Problem::new(ProblemCode::TooFast) };
        Decision::unless(next == now, too_fast)
    }

    /// When the bucket is full again after taking `count` at `now`. Something larger than the burst may go on after a rest, and the next waits
    /// so much longer.
    pub fn after(self, full_at: i64, now: i64, count: i64) -> i64 {
        full_at.max(now).saturating_add(self.interval.saturating_mul(count))
    }

    /// Reads it as it is written; `off` is no limit.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
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
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_off() {
            return f.write_str("off");
        }
        if let Some((unit, _)) = UNITS.into_iter().find(|(_, ms)| self.interval * self.burst == *ms) {
            return write!(f, "{}/{unit}", self.burst);
        }
        let (unit, ms) = UNITS.into_iter().find(|(_, ms)| ms % self.interval == 0).unwrap_or(UNITS[3]);
        write!(f, "{} + {}/{unit}", self.burst, ms / self.interval)
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
    fn whoever_takes_a_turn_that_is_still_to_come_stands_in_a_row() {
        let (mut full_at, mut turns) = (0, Vec::new());
        for _ in 0..6 {
            turns.push(LIMIT.next_at(full_at, 10_000));
            full_at = LIMIT.after(full_at, 10_000, 1);
        }
        assert_eq!(turns, [10_000, 10_000, 10_000, 11_000, 12_000, 13_000]);
    }

    #[test]
    fn no_limit_is_never_reached() {
        let full_at = RateLimit::OFF.after(0, 5, 1_000_000);
        assert!(RateLimit::OFF.decide(full_at, 5).is_allowed());
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        for (text, interval, burst) in [
            ("10 + 2/min", 30_000, 10),
            ("100/day", 864_000, 100),
            ("120 + 1/s", 1_000, 120),
            ("300/min", 200, 300),
            ("1/h", 3_600_000, 1),
            ("off", 0, 1),
        ] {
            let limit = RateLimit::parse(text).unwrap();
            assert_eq!(limit, RateLimit { interval, burst }, "{text}");
            assert_eq!(limit.to_string(), text);
        }
        assert_eq!(RateLimit::parse(" 10+2 / min "), RateLimit::parse("10 + 2/min"));
        for wrong in ["", "10", "0/s", "-1/s", "1 + 0/s", "10/week", "2000/s", "1000001 + 1/s", "10 + 2 min"]
        {
            assert_eq!(RateLimit::parse(wrong), None, "{wrong}");
        }
    }
}
