//! Ctrl-C and requests to terminate: recorded here, checked wherever the program waits, so that started programs are stopped.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::{Context as _, Error, Result};

static REQUESTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Starts to listen for the signals.
pub fn listen() -> Result<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, REQUESTED.clone()).could_not("listen for signals")?;
    }
    Ok(())
}

thread_local! {
    static OTHER: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Sets a flag that also interrupts this thread.
pub fn set_thread_flag(reason: Arc<AtomicBool>) {
    OTHER.set(Some(reason));
}

/// Whether this program or this thread is to end.
pub fn requested() -> bool {
    let other = || OTHER.with_borrow(|other| other.as_ref().is_some_and(|it| it.load(Ordering::Relaxed)));
    REQUESTED.load(Ordering::Relaxed) || other()
}

/// Waits, unless interrupted.
pub fn pause(time: Duration) -> Result<()> {
    let until = Instant::now() + time;
    while Instant::now() < until {
        if requested() {
            return Err(Error::Interrupted);
        }
        std::thread::sleep(Duration::from_millis(20).min(time));
    }
    Ok(())
}
