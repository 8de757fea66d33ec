//! When a fault strikes.

use time::OffsetDateTime;

use super::fault::Fault;

impl Fault {
    /// Whether it strikes a request that it fits. Counts.
    pub(super) fn fires(&mut self, now: OffsetDateTime) -> bool {
        let begun = self.from.is_none_or(|from| from <= now);
        let over = self.until.is_some_and(|until| until <= now);
        if self.times == Some(0) || !begun || over {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        self.met = self.met.saturating_add(1);
        let in_turn = self.every.is_none_or(|every| self.met.is_multiple_of(every.max(1)));
        if !in_turn || self.probability.is_some_and(|likely| luck(self.seed, self.met) >= likely) {
            return false;
        }
        self.times = self.times.map(|times| times - 1);
        self.fired = self.fired.saturating_add(1);
        true
    }
}

/// A number between 0 and 1 that depends on nothing but its arguments (`SplitMix64`).
fn luck(seed: u64, turn: u32) -> f64 {
    let mut mixed = seed.wrapping_add(u64::from(turn).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    let upper = u32::try_from(mixed >> 32).unwrap_or(u32::MAX);
    f64::from(upper) / (f64::from(u32::MAX) + 1.0)
}
