//! The clock of an application that is tested together with an emulator.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use backend::clock::{Clock, from_ms};
use testing::{EmulatorHarness, START};
use time::{Duration, OffsetDateTime};

/// The emulator's clock: both stand, and are moved together.
#[derive(Clone, Debug)]
pub struct EmulatorClock {
    ahead_ms: Arc<AtomicI64>,
}

impl EmulatorClock {
    pub fn of(emulator: &EmulatorHarness) -> Self {
        Self { ahead_ms: emulator.clock_offset() }
    }

    pub fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.whole_milliseconds()).unwrap();
        self.ahead_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for EmulatorClock {
    fn now(&self) -> OffsetDateTime {
        from_ms(START * 1000 + self.ahead_ms.load(Ordering::SeqCst))
    }
}
