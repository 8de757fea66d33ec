//! Days as forms have them: `2026-12-31`, by UTC, as access is counted.

use time::{Date, Duration, OffsetDateTime, UtcOffset};

/// The day by which access is counted.
pub(crate) fn today(now: OffsetDateTime) -> Date {
    now.to_offset(UtcOffset::UTC).date()
}

/// The day after so many, as a field of a form has it; none for 0, which means that there is none.
pub(crate) fn day_after(now: OffsetDateTime, days: u32) -> Option<String> {
    let day = today(now).checked_add(Duration::days(days.into()));
    day.filter(|_| days != 0).map(|day| day.to_string())
}

/// The last day of what ends at this moment, as a field of a form has it: of what ends at midnight, the day before.
pub(crate) fn last_day(until: OffsetDateTime) -> String {
    today(until.saturating_sub(Duration::MILLISECOND)).to_string()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn days_are_counted_from_today_in_utc_and_0_is_none() {
        let late = datetime!(2026-12-31 23:30 -05:00);
        assert_eq!(today(late).to_string(), "2027-01-01");
        assert_eq!(day_after(late, 0), None);
        assert_eq!(day_after(late, 1).as_deref(), Some("2027-01-02"));
        assert_eq!(day_after(late, 365).as_deref(), Some("2028-01-01"));
        assert_eq!(day_after(datetime!(9999-12-31 12:00 UTC), 1), None);
    }

    #[test]
    fn what_ends_at_midnight_has_the_day_before_as_its_last() {
        assert_eq!(last_day(datetime!(2027-01-01 00:00 UTC)), "2026-12-31");
        assert_eq!(last_day(datetime!(2027-01-01 00:00:01 UTC)), "2027-01-01");
        assert_eq!(last_day(datetime!(2026-12-31 20:00 -05:00)), "2027-01-01");
    }
}
