//! Dates and times in words. All are in UTC, because the server does not know the reader's time zone.

use contract::Language;
use time::{Month, OffsetDateTime, UtcOffset};

use crate::dates;

/// The time as "how long ago" for up to a week, and as a date before that. A time in the future is "just now", because clocks differ a little.
pub fn when(lang: Language, at: OffsetDateTime, now: OffsetDateTime) -> String {
    let minutes = u64::try_from((now - at).whole_minutes()).unwrap_or(0);
    let (hours, days) = (minutes / 60, minutes / (24 * 60));
    match (days, hours, minutes) {
        (0, 0, 0) => dates::just_now(lang).to_owned(),
        (0, 0, _) => dates::minutes_ago(lang, minutes),
        (0, _, _) => dates::hours_ago(lang, hours),
        (1, _, _) => dates::yesterday(lang).to_owned(),
        (2..=7, _, _) => dates::days_ago(lang, days),
        _ => date(lang, at),
    }
}

/// The same at the start of a line: "Just now".
pub fn when_alone(lang: Language, at: OffsetDateTime, now: OffsetDateTime) -> String {
    let text = when(lang, at, now);
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).collect()
}

/// Date and time to the minute, with "UTC": for timelines and tooltips.
pub fn full_time(lang: Language, at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    dates::full_time(lang, &clock, &date(lang, at))
}

/// The last day of what ends at this moment: of what ends at midnight, the day before.
pub fn last_day(lang: Language, until: OffsetDateTime) -> String {
    date(lang, until.saturating_sub(time::Duration::MILLISECOND))
}

/// The time for the `datetime` attribute of a `time` element (RFC 3339).
pub fn iso_time(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// A time that is still to come.
pub(crate) enum Units {
    Seconds(u64),
    Minutes(u64),
    Hours(u64),
}

/// The time until then, rounded up, so that nothing is ever later than announced.
pub(crate) fn whole_units(at: OffsetDateTime, now: OffsetDateTime) -> Units {
    let seconds = u64::try_from((at - now).whole_seconds()).unwrap_or(0);
    match seconds {
        0..=90 => Units::Seconds(seconds),
        91..=5400 => Units::Minutes(seconds.div_ceil(60)),
        _ => Units::Hours(seconds.div_ceil(3600)),
    }
}

fn date(lang: Language, at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (day, month, year) = (at.day().to_string(), month(lang, at.month()), at.year().to_string());
    // "1er mars", "1º de março": the first of a month is written differently.
    if at.day() == 1 {
        dates::first_of_month(lang, &day, month, &year)
    } else {
        dates::date(lang, &day, month, &year)
    }
}

/// The name of the month within a date: the genitive in Lithuanian.
const fn month(lang: Language, month: Month) -> &'static str {
    match month {
        Month::January => dates::months::january(lang),
        Month::February => dates::months::february(lang),
        Month::March => dates::months::march(lang),
        Month::April => dates::months::april(lang),
        Month::May => dates::months::may(lang),
        Month::June => dates::months::june(lang),
        Month::July => dates::months::july(lang),
        Month::August => dates::months::august(lang),
        Month::September => dates::months::september(lang),
        Month::October => dates::months::october(lang),
        Month::November => dates::months::november(lang),
        Month::December => dates::months::december(lang),
    }
}
