//! Percentiles, rates and ratios.

use std::time::Duration;

/// The smallest sample that at least this share of all samples does not exceed (nearest rank). `percent` is from 0 to 100; nothing for no samples.
pub fn percentile(samples: &[Duration], percent: usize) -> Option<Duration> {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// The middle one of these values; of two in the middle, their mean.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

/// How many times the one is as long as the other; nothing when the other took no time.
pub fn ratio(one: Duration, other: Duration) -> Option<f64> {
    (!other.is_zero()).then(|| one.div_duration_f64(other))
}

/// Milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Whole microseconds, as samples are kept.
pub fn microseconds(times: &[Duration]) -> Vec<u64> {
    times.iter().map(|time| u64::try_from(time.as_micros()).unwrap_or(u64::MAX)).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::float_cmp)]
mod tests {
    use super::*;

    fn ms(values: &[u64]) -> Vec<Duration> {
        values.iter().copied().map(Duration::from_millis).collect()
    }

    #[test]
    fn a_percentile_is_one_of_the_samples() {
        let samples = ms(&[50, 15, 40, 20, 35]);
        for (percent, expected) in [(0, 15), (20, 15), (21, 20), (50, 35), (99, 50), (100, 50)] {
            assert_eq!(percentile(&samples, percent), Some(Duration::from_millis(expected)), "{percent}");
        }
        assert_eq!(percentile(&ms(&[1, 2, 3, 4]), 50), Some(Duration::from_millis(2)));
        assert_eq!(percentile(&[], 50), None);
    }

    #[test]
    fn a_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[7.0]), Some(7.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_ratio_to_nothing_is_none() {
        assert_eq!(ratio(Duration::from_millis(9), Duration::from_millis(6)), Some(1.5));
        assert_eq!(ratio(Duration::from_millis(9), Duration::ZERO), None);
    }

    #[test]
    fn samples_are_kept_in_whole_microseconds() {
        assert_eq!(microseconds(&[Duration::from_nanos(1_999)]), [1]);
        assert_eq!(milliseconds(Duration::from_micros(1_500)), 1.5);
    }
}
