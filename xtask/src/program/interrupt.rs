//! Ctrl-C and requests to terminate: noted here, acted on where something is waited for, so that what was started is stopped.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::failure::{Failure, Outcome, While as _};

static REQUESTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Begins to take note of the signals.
pub fn listen() -> Outcome<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, REQUESTED.clone()).could_not("listen for signals")?;
    }
    Ok(())
}

thread_local! {
    static OTHER: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Has what this thread does interrupted by another reason, too.
pub fn also_by(reason: Arc<AtomicBool>) {
    OTHER.set(Some(reason));
}

/// Whether somebody wants this program, or what this thread does, to end.
pub fn requested() -> bool {
    let other = || OTHER.with_borrow(|other| other.as_ref().is_some_and(|it| it.load(Ordering::Relaxed)));
    REQUESTED.load(Ordering::Relaxed) || other()
}

/// Waits, unless interrupted.
pub fn pause(time: Duration) -> Outcome<()> {
    let until = Instant::now() + time;
    while Instant::now() < until {
        if requested() {
            return Err(Failure::Interrupted);
        }
        std::thread::sleep(Duration::from_millis(20).min(time));
    }
    Ok(())
}
