//! The emulator's time: the system clock plus an offset that tests move.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use time::{Duration, OffsetDateTime};

/// A movable clock.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The time now.
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::milliseconds(self.ahead_ms())
    }

    /// How far this clock is ahead of the system's, in milliseconds.
    pub fn ahead_ms(&self) -> i64 {
        self.ahead_ms.load(Ordering::SeqCst)
    }

    /// Moves the clock forward (or back, when negative) by milliseconds.
    pub fn advance(&self, milliseconds: i64) {
        self.ahead_ms.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Sets how far the clock is ahead of the system's (or behind, when negative), in milliseconds.
    pub fn set_ahead(&self, milliseconds: i64) {
        self.ahead_ms.store(milliseconds, Ordering::SeqCst);
    }

    /// The offset itself, for a clock that follows this one.
    pub fn offset(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.ahead_ms)
    }
}
