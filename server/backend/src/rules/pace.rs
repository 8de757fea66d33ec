//! When each of many new guests may be invited, as far as that is known before anything is sent. Nothing is taken: others may be faster.

use super::rate_limit::RateLimit;

/// How a bucket stands under the limit that is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The limit.
    pub limit: RateLimit,
    /// When the bucket is full again, in unix milliseconds.
    pub full_at: i64,
}

impl Standing {
    /// When the next may go on who asks at `at`; whoever comes behind them stands behind them. In unix milliseconds.
    fn next(&mut self, at: i64) -> i64 {
        if self.limit.is_off() {
            return at;
        }
        let next = self.limit.next_at(self.full_at, at);
        self.full_at = self.limit.after(self.full_at, at, 1);
        next
    }
}

/// How far a person, and their tenant, may invite new guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuestPace {
    /// The person's row: the next ones wait for their turn.
    pub own: Standing,
    /// The tenant's row, in which nobody stands whose turn in their own row has not come.
    pub tenant: Standing,
    /// How many the person may invite in a day: more are refused.
    pub own_day: Standing,
    /// The same of the tenant.
    pub tenant_day: Standing,
}

impl GuestPace {
    /// Whether the day has room for one more at `now`; else when it has, in unix milliseconds.
    pub fn day_has_room(&mut self, now: i64) -> Result<(), i64> {
        let at = self.own_day.next(now).max(self.tenant_day.next(now));
        if at > now { Err(at) } else { Ok(()) }
    }

    /// When the turn of one more will come who asks at `now`, in unix milliseconds: `now`, or later.
    pub fn turn(&mut self, now: i64) -> i64 {
        let own = self.own.next(now);
        self.tenant.next(own)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const NOW: i64 = 1_000_000;

    fn full(limit: &str) -> Standing {
        Standing { limit: RateLimit::parse(limit).unwrap(), full_at: 0 }
    }

    fn pace(own: &str, tenant: &str, own_day: &str, tenant_day: &str) -> GuestPace {
        GuestPace {
            own: full(own),
            tenant: full(tenant),
            own_day: full(own_day),
            tenant_day: full(tenant_day),
        }
    }

    fn turns(pace: &mut GuestPace, count: usize) -> Vec<i64> {
        (0..count).map(|_| (pace.turn(NOW) - NOW) / 1_000).collect()
    }

    #[test]
    fn the_first_go_at_once_and_the_rest_in_turn() {
        let mut pace = pace("2 + 2/min", "off", "off", "off");
        assert_eq!(turns(&mut pace, 5), [0, 0, 30, 60, 90], "in seconds");
    }

    #[test]
    fn whose_turn_has_come_stands_behind_others_of_the_tenant() {
        let mut both = pace("2 + 2/min", "3 + 1/min", "off", "off");
        assert_eq!(turns(&mut both, 6), [0, 0, 30, 60, 120, 180], "a colleague's pace is slower");
        let mut taken = pace("2 + 2/min", "3 + 1/min", "off", "off");
        taken.tenant.full_at = NOW + 3 * 60_000;
        assert_eq!(turns(&mut taken, 3), [60, 120, 180], "colleagues have taken what was there");
    }

    #[test]
    fn a_turn_is_the_one_that_an_invitation_takes() {
        let limit = RateLimit::parse("10 + 2/min").unwrap();
        let (mut taken, mut said) = (5_000, Standing { limit, full_at: 5_000 });
        for _ in 0..40 {
            assert_eq!(said.next(NOW), limit.next_at(taken, NOW));
            taken = limit.after(taken, NOW, 1);
        }
    }

    #[test]
    fn as_many_as_the_day_has_room_for_may_go_and_the_next_are_told_when() {
        let mut pace = pace("off", "off", "3 + 1/h", "5 + 1/day");
        let found: Vec<_> = (0..7).map(|_| pace.day_has_room(NOW)).collect();
        let hours = |count: i64| Err(NOW + count * 3_600_000);
        let expected = [Ok(()), Ok(()), Ok(()), hours(1), hours(2), hours(24), hours(48)];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_left_of_a_day_is_what_a_share_may_take() {
        let limit = RateLimit::parse("100/day").unwrap();
        for missing in [0, 1, 863_999, 864_000, 864_001, 50 * 864_000, 200 * 864_000] {
            let full_at = NOW + missing;
            let mut pace = pace("off", "off", "off", "off");
            pace.own_day = Standing { limit, full_at };
            let left = (0..200).take_while(|_| pace.day_has_room(NOW).is_ok()).count();
            assert_eq!(left > 0, limit.decide(full_at, NOW).is_allowed(), "{missing}");
            let missing_places = usize::try_from((missing + 863_999) / 864_000).unwrap();
            assert_eq!(left, 100_usize.saturating_sub(missing_places), "{missing}");
        }
    }

    #[test]
    fn without_limits_nobody_waits() {
        let mut pace = pace("off", "off", "off", "off");
        pace.own.full_at = i64::MAX;
        assert!((0..500).all(|_| pace.turn(NOW) == NOW && pace.day_has_room(NOW).is_ok()));
    }
}
