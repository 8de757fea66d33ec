//! A running program, which is stopped on drop.

use std::io::Read as _;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::interrupt;
use crate::error::{Context as _, Error, Result};

const POLL_INTERVAL: Duration = Duration::from_millis(20);
const GRACE: Duration = Duration::from_secs(15);

/// A started program. Dropping it stops it and its whole process group.
pub struct Running {
    child: Child,
    name: String,
    stop_signal: Signal,
}

impl Running {
    pub(super) fn new(child: Child, name: String) -> Self {
        Self { child, name, stop_signal: Signal::TERM }
    }

    /// Sets the signal that stops it; the default is `SIGTERM`.
    pub fn stopped_by(mut self, signal: Signal) -> Self {
        self.stop_signal = signal;
        self
    }

    /// How it ended, or `None` while it runs.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().could_not(format_args!("look after {}", self.name))
    }

    /// Waits for its end; an interrupt stops it.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if interrupt::requested() {
                self.stop();
                return Err(Error::Interrupted);
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    /// Waits for its end and returns its (piped) standard output.
    ///
    /// Read on a thread of its own, so that an interrupt is noticed meanwhile.
    pub(super) fn wait_with_output(&mut self) -> Result<(ExitStatus, String)> {
        let pipe = self.child.stdout.take();
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            pipe.map_or(Ok(0), |mut pipe| pipe.read_to_string(&mut text)).map(|_| text)
        });
        let status = self.wait()?;
        let text = reader.join().unwrap_or_else(|_| Ok(String::new()));
        Ok((status, text.could_not(format_args!("read from {}", self.name))?))
    }

    /// Sends the stop signal, and kills it if it does not end in time.
    pub fn stop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        self.signal(self.stop_signal);
        let deadline = Instant::now() + GRACE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                self.signal(Signal::KILL);
                let _ = self.child.wait();
                return;
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // It may have ended meanwhile: the signal then has no receiver.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}
