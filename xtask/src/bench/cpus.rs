//! One processor for the server, another one for everything else.

use crate::console;
use crate::error::Result;
use crate::program::{Program, find};

/// Who runs where.
pub(super) struct Cpus {
    /// Where the server is to run, alone; nothing when there is none to spare, or nothing to pin with.
    pub server: Option<usize>,
}

impl Cpus {
    /// Moves this process, and so everything that it starts, off the server's processor.
    pub fn apart() -> Result<Self> {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let (server, other) = match allowed(&status).as_slice() {
            [server, .., other] => (*server, *other),
            _ => return Ok(Self::together("there is only one processor")),
        };
        if find(&["taskset"], &[]).is_none() {
            return Ok(Self::together("taskset (util-linux) is missing"));
        }
        let own = std::process::id().to_string();
        Program::new("taskset").args(["--cpu-list", "--pid", &other.to_string(), &own]).text()?;
        console::step(&format!("The server on processor {server}, everything else on processor {other}"));
        Ok(Self { server: Some(server) })
    }

    fn together(why: &str) -> Self {
        console::step(&format!("Nothing is pinned: {why}"));
        Self { server: None }
    }
}

/// The processors that this process may run on: the line `Cpus_allowed_list` of `/proc/self/status`, such as `0-3,8`.
fn allowed(status: &str) -> Vec<usize> {
    let line = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or_default();
    let ranges = line.trim().split(',').filter_map(|range| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some(first.parse().ok()?..=last.parse().ok()?)
    });
    ranges.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processors_are_listed_one_by_one_and_in_ranges() {
        assert_eq!(allowed("Name:\txtask\nCpus_allowed_list:\t0-2,8\nThreads:\t1\n"), [0, 1, 2, 8]);
        assert_eq!(allowed("Cpus_allowed_list:\t3\n"), [3]);
        assert!(allowed("").is_empty());
    }
}
