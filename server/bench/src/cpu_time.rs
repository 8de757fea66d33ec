//! The processor time of a process, to the nanosecond: `/proc/<pid>/task/*/schedstat` ("Scheduler Statistics", the kernel's documentation).
//! `/proc/<pid>/stat` counts in hundredths of a second, which is more than a share takes.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::failure::Outcome;

/// What the threads of a process had used when it was read.
#[derive(Debug, Clone, Default)]
pub struct CpuTime(BTreeMap<u32, Thread>);

/// Nanoseconds of one thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Thread {
    /// On a processor.
    ran: u64,
    /// Ready to run, while something else had the processor.
    waited: u64,
}

/// What a process used between two readings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Used {
    /// On a processor.
    pub ran: Duration,
    /// Ready to run, while something else had the processor: by how much the machine was disturbed.
    pub waited: Duration,
}

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
            let thread = parse(&text).ok_or_else(|| format!("{folder}/{id}/schedstat says {text:?}"))?;
            threads.insert(id, thread);
        }
        if threads.values().all(|thread| thread.ran == 0) {
            return Err(format!("{folder}: this kernel keeps no scheduler statistics").into());
        }
        Ok(Self(threads))
    }

    /// What was used since an earlier reading. What a thread used that has ended in between is lost: the server's threads stay.
    pub fn since(&self, earlier: &Self) -> Used {
        let mut used = Used::default();
        for (id, now) in &self.0 {
            let before = earlier.0.get(id).copied().unwrap_or_default();
            used.ran += Duration::from_nanos(now.ran.saturating_sub(before.ran));
            used.waited += Duration::from_nanos(now.waited.saturating_sub(before.waited));
        }
        used
    }
}

fn parse(text: &str) -> Option<Thread> {
    let mut numbers = text.split_whitespace().map(str::parse);
    Some(Thread { ran: numbers.next()?.ok()?, waited: numbers.next()?.ok()? })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_first_two_numbers_are_what_ran_and_what_waited() {
        assert_eq!(parse("16237519 1048 33\n"), Some(Thread { ran: 16_237_519, waited: 1048 }));
        assert_eq!(parse("16237519\n"), None);
        assert_eq!(parse("many 1 1\n"), None);
    }

    #[test]
    fn a_new_thread_counts_from_its_start_and_one_that_ended_counts_nothing() {
        let thread = |ran| Thread { ran, waited: ran / 10 };
        let earlier = CpuTime([(1, thread(1_000)), (2, thread(5_000))].into());
        let later = CpuTime([(1, thread(1_500)), (3, thread(200))].into());
        let used = later.since(&earlier);
        assert_eq!((used.ran, used.waited), (Duration::from_nanos(700), Duration::from_nanos(70)));
    }

    #[test]
    fn a_process_that_is_not_there_is_named() {
        let error = CpuTime::of(u32::MAX).unwrap_err().to_string();
        assert!(error.starts_with(&format!("/proc/{}/task: ", u32::MAX)), "{error}");
    }
}
