//! A sliding window.

use std::collections::VecDeque;

use time::{Duration, OffsetDateTime};

use super::limits::Limit;

/// The maximum that a window records, in tenths of its limit: the real service reports up to 1.8.
const MAX_TENTHS: u64 = 18;

/// The amounts spent, with their times.
#[derive(Debug, Default)]
pub(super) struct Window {
    spent: VecDeque<(OffsetDateTime, u32)>,
    sum: u64,
}

impl Window {
    /// Spends an amount. When it exceeds the limit, returns the time until it would not.
    pub(super) fn spend(&mut self, now: OffsetDateTime, limit: Limit, amount: u32) -> Option<Duration> {
        let span = Duration::seconds(limit.seconds.into());
        self.forget(now, span);
        let fits = self.sum + u64::from(amount) <= u64::from(limit.most);
        if fits || (self.sum + u64::from(amount)) * 10 <= u64::from(limit.most) * MAX_TENTHS {
            self.spent.push_back((now, amount));
            self.sum += u64::from(amount);
        }
        if fits { None } else { Some(self.wait(now, span, limit, amount)) }
    }

    /// The used share of the limit.
    pub(super) fn used(&self, limit: Limit) -> f64 {
        let sum = u32::try_from(self.sum).unwrap_or(u32::MAX);
        f64::from(sum) / f64::from(limit.most.max(1))
    }

    /// Removes amounts outside of the window, and amounts in the future after the clock was set back.
    fn forget(&mut self, now: OffsetDateTime, span: Duration) {
        while let Some((at, amount)) = self.spent.front().copied() {
            if at + span > now && at <= now {
                break;
            }
            self.spent.pop_front();
            self.sum -= u64::from(amount);
        }
    }

    fn wait(&self, now: OffsetDateTime, span: Duration, limit: Limit, amount: u32) -> Duration {
        let mut left = self.sum;
        for (at, spent) in &self.spent {
            left -= u64::from(*spent);
            if left + u64::from(amount) <= u64::from(limit.most) {
                return *at + span - now;
            }
        }
        span
    }
}
