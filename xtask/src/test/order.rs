//! The order in which tests run.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// As written, or one of many others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As written.
    Written,
    /// The order of a number: the same number is the same order.
    Shuffled(u64),
}

/// Numbers of orders are below this, so that a person can type them.
const NUMBERS: u64 = 1_000_000;

impl Order {
    /// The wanted order; without a number one by chance.
    #[expect(clippy::option_option, reason = "absent, by chance, or given")]
    pub(super) fn new(wanted: Option<Option<u64>>) -> Self {
        let by_chance = || RandomState::new().build_hasher().finish() % NUMBERS;
        wanted.map_or(Self::Written, |number| Self::Shuffled(number.unwrap_or_else(by_chance)))
    }

    /// Brings a list into this order.
    pub fn apply<T>(self, list: &mut [T]) {
        let Self::Shuffled(mut state) = self else { return };
        for last in (1..list.len()).rev() {
            let below = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
            let chosen = usize::try_from(next(&mut state) % below).unwrap_or(last);
            list.swap(last, chosen);
        }
    }
}

/// The next number by chance (`SplitMix64`, Steele, Lea and Flood, 2014).
const fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_an_order_and_loses_nobody() {
        let in_order = |order: Order| {
            let mut list: Vec<u32> = (0..50).collect();
            order.apply(&mut list);
            list
        };
        let written: Vec<u32> = (0..50).collect();
        assert_eq!(in_order(Order::Written), written);
        let seven = in_order(Order::Shuffled(7));
        assert_eq!(seven, in_order(Order::Shuffled(7)));
        assert_ne!(seven, in_order(Order::Shuffled(8)));
        let mut sorted = seven.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, written);
        assert_ne!(seven, written);
    }

    #[test]
    fn an_order_by_chance_can_be_asked_for_again() {
        assert_eq!(Order::new(None), Order::Written);
        assert_eq!(Order::new(Some(Some(7))), Order::Shuffled(7));
        assert!(matches!(Order::new(Some(None)), Order::Shuffled(number) if number < NUMBERS));
    }
}
