//! The processor time of a process, to the nanosecond: `/proc/<pid>/task/*/schedstat` ("Scheduler Statistics", the kernel's documentation).
//! `/proc/<pid>/stat` counts in hundredths of a second, which is more than a share takes.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::failure::Outcome;

/// What the threads of a process had used when it was read.
#[derive(Debug, Clone, Default)]
pub struct CpuTime(BTreeMap<u32, Duration>);

impl CpuTime {
    /// Reads it.
    pub fn of(process: u32) -> Outcome<Self> {
        let folder = format!("/proc/{process}/task");
        let mut threads = BTreeMap::new();
        for entry in fs::read_dir(&folder).map_err(|error| format!("{folder}: {error}"))? {
            let entry = entry?;
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            // A thread may have ended since the folder was read.
            let Ok(text) = fs::read_to_string(entry.path().join("schedstat")) else { continue };
            let ran = parse(&text).ok_or_else(|| format!("{folder}/{id}/schedstat says {text:?}"))?;
            threads.insert(id, ran);
        }
        if threads.values().all(Duration::is_zero) {
            return Err(format!("{folder}: this kernel keeps no scheduler statistics").into());
        }
        Ok(Self(threads))
    }

    /// What was used since an earlier reading. What a thread used that has ended in between is lost: the server's threads stay.
    pub fn since(&self, earlier: &Self) -> Duration {
        let of_thread =
            |(id, now): (&u32, &Duration)| now.saturating_sub(earlier.0.get(id).copied().unwrap_or_default());
        self.0.iter().map(of_thread).sum()
    }
}

/// The first of its numbers: nanoseconds on a processor.
fn parse(text: &str) -> Option<Duration> {
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_what_ran() {
        assert_eq!(parse("16237519 1048 33\n"), Some(Duration::from_nanos(16_237_519)));
        assert_eq!(parse(""), None);
        assert_eq!(parse("many 1 1\n"), None);
    }

    #[test]
    fn a_new_thread_counts_from_its_start_and_one_that_ended_counts_nothing() {
        let ran = Duration::from_nanos;
        let earlier = CpuTime([(1, ran(1_000)), (2, ran(5_000))].into());
        let later = CpuTime([(1, ran(1_500)), (3, ran(200))].into());
        assert_eq!(later.since(&earlier), ran(700));
    }

    #[test]
    fn a_process_that_is_not_there_is_named() {
        let error = CpuTime::of(u32::MAX).unwrap_err().to_string();
        assert!(error.starts_with(&format!("/proc/{}/task: ", u32::MAX)), "{error}");
    }
}
