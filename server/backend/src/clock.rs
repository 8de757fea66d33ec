//! Time and ids: the only callers of the real clock and of the random source.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use aws_lc_rs::{digest, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A clock, shared.
pub type SharedClock = Arc<dyn Clock>;
/// A source of ids, shared.
pub type SharedIds = Arc<dyn IdSource>;

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> OffsetDateTime;

    /// Now, in unix milliseconds.
    fn now_ms(&self) -> i64 {
        to_ms(self.now())
    }
}

/// A moment in unix milliseconds; what is finer is cut off.
pub fn to_ms(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX)
}

/// The time of unix milliseconds, clamped to the range that `OffsetDateTime` can hold.
pub fn from_ms(ms: i64) -> OffsetDateTime {
    let end = if ms < 0 { time::Date::MIN } else { time::Date::MAX };
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000)
        .unwrap_or_else(|_| end.midnight().assume_utc())
}

/// The system's clock plus an offset that another component may change: in development, the emulator.
#[derive(Debug, Clone, Default)]
pub struct SystemClock {
    offset_ms: Arc<AtomicI64>,
}

impl SystemClock {
    /// A clock that adds `offset_ms` to the system's time, read anew at each call.
    pub fn new(offset_ms: Arc<AtomicI64>) -> Self {
        Self { offset_ms }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system's clock")]
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::milliseconds(self.offset_ms.load(Ordering::Relaxed))
    }
}

/// A clock that stands until it is moved. For tests.
#[derive(Debug, Clone)]
pub struct FixedClock {
    ms: Arc<AtomicI64>,
}

impl FixedClock {
    /// A clock standing at `at`.
    pub fn at(at: OffsetDateTime) -> Self {
        Self { ms: Arc::new(AtomicI64::new(to_ms(at))) }
    }

    /// A clock standing at unix milliseconds.
    pub fn at_ms(ms: i64) -> Self {
        Self { ms: Arc::new(AtomicI64::new(ms)) }
    }

    /// Puts the clock to `at`.
    pub fn set(&self, at: OffsetDateTime) {
        self.ms.store(to_ms(at), Ordering::SeqCst);
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.whole_milliseconds()).unwrap_or(i64::MAX);
        self.ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> OffsetDateTime {
        from_ms(self.ms.load(Ordering::SeqCst))
    }
}

/// A source of ids and secrets.
pub trait IdSource: Send + Sync {
    /// A new id: a version 7 UUID as text (RFC 9562).
    fn new_id(&self) -> String;

    /// Something nobody can guess: 256 bits in base64url, 43 characters.
    fn new_secret(&self) -> String;
}

/// Random ids.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "the one place that makes random ids")]
    fn new_id(&self) -> String {
        Uuid::now_v7().to_string()
    }

    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing here may go on, and nothing can mend it"
    )]
    fn new_secret(&self) -> String {
        let mut bytes = [0_u8; 32];
        rand::fill(&mut bytes).expect("the operating system gives random bytes");
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// The same ids in the same order for the same seed. For tests.
#[derive(Debug, Default)]
pub struct SeededIds {
    seed: u64,
    given: AtomicU64,
}

impl SeededIds {
    /// A source for `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, given: AtomicU64::new(0) }
    }

    fn draw(&self) -> [u8; 32] {
        let count = self.given.fetch_add(1, Ordering::SeqCst);
        let digest = digest::digest(&digest::SHA256, format!("{}:{count}", self.seed).as_bytes());
        let mut bytes = [0_u8; 32];
        bytes.copy_from_slice(digest.as_ref());
        // Later ids sort behind earlier ones, as real ones do.
        bytes[..6].copy_from_slice(&count.to_be_bytes()[2..]);
        bytes
    }
}

impl IdSource for SeededIds {
    fn new_id(&self) -> String {
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&self.draw()[..16]);
        uuid::Builder::from_bytes(bytes).with_version(uuid::Version::SortRand).into_uuid().to_string()
    }

    fn new_secret(&self) -> String {
        let mut bytes = self.draw();
        bytes.reverse();
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_come_back() {
        for ms in [0, -1, 1_700_000_000_123, -62_000_000_000_001] {
            assert_eq!(to_ms(from_ms(ms)), ms);
        }
        assert!(from_ms(i64::MAX).year() > 9000);
    }

    #[test]
    fn seeded_ids_repeat_and_differ() {
        let (one, same, other) = (SeededIds::new(1), SeededIds::new(1), SeededIds::new(2));
        let first = one.new_id();
        assert_eq!(first, same.new_id());
        assert_ne!(first, other.new_id());
        assert!(first < one.new_id());
        assert_eq!(one.new_secret().len(), 43);
        assert_eq!(RandomIds.new_secret().len(), 43);
    }
}
