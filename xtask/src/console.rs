//! The output of the commands.

use std::time::{Duration, Instant};

use crate::error::Result;

/// Prints the current step.
pub fn step(what: &str) {
    println!("==> {what}");
}

/// Prints a note under the current step.
pub fn note(what: &str) {
    println!("    {what}");
}

/// The parts of a long command, with their durations.
#[derive(Default)]
pub struct Parts {
    done: Vec<(&'static str, Duration, bool)>,
}

impl Parts {
    /// Runs one part and records its duration, also if it fails.
    pub fn part<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let outcome = work();
        self.done.push((name, start.elapsed(), outcome.is_ok()));
        outcome
    }

    /// A line per part.
    pub fn summary(&self) -> String {
        let line = |name: &str, took: Duration, end: &str| format!("  {name:<10} {:>8}  {end}", clock(took));
        let mut lines = vec!["\nTime per part".to_owned()];
        lines.extend(
            self.done.iter().map(|(name, took, well)| line(name, *took, if *well { "ok" } else { "FAILED" })),
        );
        lines.push(line("all", self.done.iter().map(|(_, took, _)| *took).sum(), ""));
        lines.join("\n")
    }
}

/// Minutes and seconds, as on a stop watch.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Bytes as kB (1,000 bytes) with one digit.
pub fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::fail;

    #[test]
    fn a_failed_part_is_named_in_the_summary() {
        let mut parts = Parts::default();
        assert!(parts.part("check", || Ok(())).is_ok());
        assert!(parts.part("stories", || fail::<()>("no")).is_err());
        let summary = parts.summary();
        assert!(summary.contains("check          0:00  ok"), "{summary}");
        assert!(summary.contains("stories        0:00  FAILED"), "{summary}");
    }

    #[test]
    fn bytes_are_shown_in_thousands() {
        assert_eq!(kilobytes(44_056), "44.0 kB");
        assert_eq!(kilobytes(950), "0.9 kB");
    }
}
