//! When to try again. Pure: the jitter comes from a seed.

use aws_lc_rs::digest;
use time::Duration;

/// The first ten seconds have somebody waiting at the screen; then it gets slower. In milliseconds.
const WAITS: [i64; 12] =
    [500, 1_000, 2_000, 3_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000];
/// Every further wait, in milliseconds.
const MAX_WAIT: i64 = 1_800_000;

/// How long to wait after the `times`-th failure in a row: never shorter than the server's own hint, and never shorter than without it. Up to
/// a fifth is added, so that many who failed together do not come back together.
pub(crate) fn wait(times: u32, hint: Option<Duration>, seed: &str) -> Duration {
    let at = usize::try_from(times.saturating_sub(1)).unwrap_or(usize::MAX);
    let own = Duration::milliseconds(WAITS.get(at).copied().unwrap_or(MAX_WAIT));
    let wait = hint.map_or(own, |hint| hint.max(own));
    wait + wait * jitter(seed, times) / 5.0
}

/// Between 0 and 1, always the same for the same seed.
fn jitter(seed: &str, times: u32) -> f64 {
    let digest = digest::digest(&digest::SHA256, format!("{seed}/{times}").as_bytes());
    let bytes = digest.as_ref();
    f64::from(u16::from_be_bytes([bytes[0], bytes[1]])) / f64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let seconds = |seconds| Some(Duration::seconds(seconds));
        for (times, hint, least) in [
            (0, None, 500),
            (1, None, 500),
            (2, None, 1_000),
            (5, None, 5_000),
            (6, None, 15_000),
            (10, None, 300_000),
            (12, None, 1_200_000),
            (13, None, 1_800_000),
            (u32::MAX, None, 1_800_000),
            (1, seconds(60), 60_000),
            (13, seconds(1), 1_800_000),
            (1, seconds(3_600), 3_600_000),
            (13, seconds(3_600), 3_600_000),
            (1, seconds(0), 500),
            (1, seconds(-5), 500),
            (1, seconds(86_400), 86_400_000),
        ] {
            let wait = wait(times, hint, "seed").whole_milliseconds();
            assert!((least..=least + least / 5).contains(&wait), "{times} {hint:?}: {wait}");
        }
    }

    #[test]
    fn jitter_differs_by_seed_and_repeats() {
        let all: std::collections::HashSet<_> = (0..50).map(|n| wait(9, None, &n.to_string())).collect();
        assert!(all.len() > 40, "{}", all.len());
        assert_eq!(wait(3, None, "a"), wait(3, None, "a"));
    }

    #[test]
    fn somebody_at_the_screen_sees_several_tries_within_ten_seconds() {
        let sum: Duration = (1..=4).map(|times| wait(times, None, "x")).sum();
        assert!(sum < Duration::seconds(10));
    }
}
