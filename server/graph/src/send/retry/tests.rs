#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::error::Refusal;

const MS: fn(u64) -> Duration = Duration::from_millis;

#[test]
fn waits_add_the_hint_and_end_with_patience() {
    let total = MS(10_000);
    for (hint, backoff, elapsed, expected) in [
        (None, 200, 0, Some(200)),
        (Some(0), 200, 0, Some(200)),
        (Some(2_128), 200, 0, Some(2_328)),
        (Some(9_800), 200, 0, Some(10_000)),
        (Some(9_801), 200, 0, None),
        (None, 200, 9_800, Some(200)),
        (None, 200, 9_801, None),
        (Some(1_000), 200, 9_000, None),
        (Some(u64::MAX), 200, 0, None),
    ] {
        let got = wait(hint.map(MS), MS(backoff), MS(elapsed), total);
        assert_eq!(got, expected.map(MS), "hint {hint:?}, elapsed {elapsed}");
    }
}

#[test]
fn only_what_passes_is_repeated() {
    for (status, repeated) in [
        (400, false),
        (401, false),
        (403, false),
        (404, false),
        (429, true),
        (500, false),
        (501, false),
        (502, true),
        (503, true),
        (504, true),
    ] {
        let refusal = Refusal::parse(status, String::new(), b"");
        assert_eq!(is_transient(&GraphError::Refused(Box::new(refusal))), repeated, "{status}");
    }
    assert!(!is_transient(&GraphError::Invalid("x")));
}
