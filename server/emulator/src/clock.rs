//! The emulator's time: the system clock, or a moment at which it stands, plus an offset that tests move.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

/// The maximum offset: ten years, in milliseconds.
const MAX_OFFSET_MS: i64 = 10 * 366 * 24 * 60 * 60 * 1000;

/// A movable clock.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
    /// The file that keeps the offset, if any.
    file: Option<PathBuf>,
    /// What the offset counts from in place of the system's clock.
    stands_at: Option<OffsetDateTime>,
}

impl Clock {
    /// The clock with the offset of this file. Without the file it starts at `last`, the time of the newest effect, or later, so that no effect is in
    /// the future.
    pub fn kept_in(file: PathBuf, last: Option<OffsetDateTime>) -> Self {
        let ahead_ms = read(&file).unwrap_or_else(|| last.map_or(0, behind));
        Self { ahead_ms: Arc::new(AtomicI64::new(ahead_ms)), file: Some(file), stands_at: None }
    }

    /// The same clock, which stands at this moment until it is moved; none: it runs with the system's.
    pub fn standing_at(self, moment: Option<OffsetDateTime>) -> Self {
        Self { stands_at: moment, ..self }
    }

    /// The time now.
    pub fn now(&self) -> OffsetDateTime {
        self.base() + Duration::milliseconds(self.ahead_ms())
    }

    fn base(&self) -> OffsetDateTime {
        self.stands_at.unwrap_or_else(OffsetDateTime::now_utc)
    }

    /// How far this clock is ahead of the system's, in milliseconds.
    pub fn ahead_ms(&self) -> i64 {
        self.ahead_ms.load(Ordering::SeqCst)
    }

    /// Moves the clock forward (or back, when negative) by milliseconds.
    pub fn advance(&self, milliseconds: i64) -> Result<(), &'static str> {
        check(self.ahead_ms().saturating_add(milliseconds))?;
        self.ahead_ms.fetch_add(milliseconds, Ordering::SeqCst);
        self.keep();
        Ok(())
    }

    /// Sets how far the clock is ahead of the system's (or behind, when negative), in milliseconds.
    pub fn set_ahead(&self, milliseconds: i64) -> Result<(), &'static str> {
        check(milliseconds)?;
        self.ahead_ms.store(milliseconds, Ordering::SeqCst);
        self.keep();
        Ok(())
    }

    /// Sets the clock to a moment (RFC 3339).
    pub fn set(&self, moment: &str) -> Result<(), &'static str> {
        let moment =
            OffsetDateTime::parse(moment, &Rfc3339).map_err(|_| "that is no moment as in RFC 3339")?;
        // Rounds up to milliseconds, so that the clock is not before the moment.
        let ahead = (moment - self.base()).whole_milliseconds() + 1;
        self.set_ahead(i64::try_from(ahead).unwrap_or(i64::MAX))
    }

    /// The offset, shared with clocks that follow this one.
    pub fn offset(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.ahead_ms)
    }

    /// Writes the offset to the file. An error is only logged.
    fn keep(&self) {
        if let Some(file) = &self.file
            && let Err(error) = write(file, self.ahead_ms())
        {
            tracing::error!(%error, "the emulator's clock cannot be kept");
        }
    }
}

/// The earliest that the clock can be set to.
pub fn first() -> OffsetDateTime {
    OffsetDateTime::now_utc() - Duration::milliseconds(MAX_OFFSET_MS)
}

/// The latest that the clock can be set to.
pub fn last() -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::milliseconds(MAX_OFFSET_MS)
}

fn check(ahead_ms: i64) -> Result<(), &'static str> {
    let fits = ahead_ms.unsigned_abs() <= MAX_OFFSET_MS.unsigned_abs();
    if fits { Ok(()) } else { Err("the clock does not go further than ten years") }
}

/// How far the system's clock is behind a moment, in milliseconds; 0 when it is past it.
fn behind(moment: OffsetDateTime) -> i64 {
    let ahead = (moment - OffsetDateTime::now_utc()).whole_milliseconds() + 1;
    i64::try_from(ahead.max(0)).unwrap_or(i64::MAX)
}

fn read(file: &Path) -> Option<i64> {
    let text = fs::read_to_string(file).ok()?;
    let ahead = text.trim().parse().ok();
    if ahead.is_none() {
        tracing::warn!(file = %file.display(), "the emulator's clock was not kept well");
    }
    ahead
}

/// Writes a temporary file and renames it, so that the file is never half written.
fn write(file: &Path, ahead_ms: i64) -> io::Result<()> {
    let next = file.with_extension("next");
    fs::write(&next, format!("{ahead_ms}\n"))?;
    fs::rename(&next, file)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use time::{Duration, OffsetDateTime};

    use super::Clock;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_moved() {
        let noon = time::macros::datetime!(2026-03-01 12:00 UTC);
        let clock = Clock::default().standing_at(Some(noon));
        assert_eq!([clock.now(), clock.now()], [noon, noon]);
        clock.advance(70_000).unwrap();
        assert_eq!(clock.now(), noon + Duration::seconds(70));
        clock.set("2026-03-01T13:00:00Z").unwrap();
        assert_eq!(clock.now(), noon + Duration::hours(1) + Duration::milliseconds(1));
    }

    #[test]
    fn a_kept_clock_goes_on_and_one_that_was_not_kept_does_not_go_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        let last = OffsetDateTime::now_utc() + Duration::hours(1);
        assert!(Clock::kept_in(file.clone(), Some(last)).now() >= last);
        assert_eq!(Clock::kept_in(file.clone(), Some(last - Duration::days(1))).ahead_ms(), 0);
        let clock = Clock::kept_in(file.clone(), None);
        clock.advance(70_000).unwrap();
        clock.advance(-10_000).unwrap();
        assert_eq!(Clock::kept_in(file.clone(), Some(last)).ahead_ms(), 60_000, "as it was left");
        std::fs::write(&file, "nonsense").unwrap();
        assert!(Clock::kept_in(file, Some(last)).now() >= last);
    }
}
