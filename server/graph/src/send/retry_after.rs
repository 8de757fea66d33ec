//! The `Retry-After` header.

use std::time::{Duration, SystemTime};

/// The longest hint that is believed: longer ones are a mistake of whoever sent them.
pub const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// Seconds, also with a fraction as Graph sends them ("Microsoft Graph throttling guidance"), or an HTTP date (RFC 9110).
/// Nothing for what is neither; a date in the past is no wait; longer hints are cut to [`MAX_RETRY_AFTER`].
pub(crate) fn parse(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let hint = if let Some(hint) = seconds(value) {
        hint
    } else {
        httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default()
    };
    Some(hint.min(MAX_RETRY_AFTER))
}

/// Digits with at most one point: not the signs, exponents and names that a float's own parser takes.
fn seconds(value: &str) -> Option<Duration> {
    let plain = value.starts_with(|c: char| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_digit() || c == '.');
    let seconds: f64 = if plain { value.parse().ok()? } else { return None };
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn every_shape_of_the_header() {
        // 1994-11-06 08:49:30 UTC
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let huge = "9".repeat(400);
        for (value, millis) in [
            ("0", Some(0)),
            ("7", Some(7_000)),
            (" 7 ", Some(7_000)),
            ("2.128", Some(2_128)),
            ("5.", Some(5_000)),
            ("3600", Some(3_600_000)),
            ("86401", Some(86_400_000)),
            ("1000000000", Some(86_400_000)),
            (huge.as_str(), Some(86_400_000)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(7_000)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(7_000)),
            ("Sun Nov  6 08:49:37 1994", Some(7_000)),
            ("Sun, 06 Nov 1994 08:49:29 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(86_400_000)),
            ("-1", None),
            ("+1", None),
            ("", None),
            (".", None),
            ("1.2.3", None),
            ("1e3", None),
            ("inf", None),
            ("NaN", None),
            ("soon", None),
            ("1994-11-06T08:49:37Z", None),
        ] {
            assert_eq!(parse(value, now), millis.map(Duration::from_millis), "{value:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_or_passes_the_cap(value in ".*", secs in 0_u64..4_000_000_000) {
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(secs);
            proptest::prop_assert!(parse(&value, now).is_none_or(|hint| hint <= MAX_RETRY_AFTER));
        }
    }
}
