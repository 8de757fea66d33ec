//! Whether something else used the server's processor during a measurement: then times mean little, and processor times a bit less.

use std::fs;
use std::time::{Duration, Instant};

use crate::cpu_time::CpuTime;
use crate::failure::Outcome;
use crate::report::Report;
use crate::stage::Server;

/// What `/proc/stat` counts in ("proc_stat", the manual): a hundredth of a second, on every machine that Vestibule runs on.
const TICK: Duration = Duration::from_millis(10);

/// From the beginning of a measurement on.
pub struct Watch {
    cpu: usize,
    busy: Duration,
    used: Vec<(u32, CpuTime)>,
    begun: Instant,
}

impl Watch {
    /// Begins to watch the processor of these servers, if they have one to themselves.
    pub fn start(cpu: Option<usize>, servers: &[&Server]) -> Outcome<Option<Self>> {
        let Some(cpu) = cpu else { return Ok(None) };
        let used = servers.iter().map(|server| server.process.id());
        let used = used.map(|id| Ok((id, CpuTime::of(id)?))).collect::<Outcome<_>>()?;
        Ok(Some(Self { cpu, busy: busy_now(cpu)?, used, begun: Instant::now() }))
    }

    /// Reports which part of the time the processor was busy with something else.
    pub fn end(watch: Option<Self>, report: &mut Report, during: &str) -> Outcome<()> {
        if let Some(watch) = watch {
            report.others(during, watch.others()?);
        }
        Ok(())
    }

    fn others(&self) -> Outcome<f64> {
        let took = self.begun.elapsed();
        let busy = busy_now(self.cpu)?.saturating_sub(self.busy);
        let mut own = Duration::ZERO;
        for (id, before) in &self.used {
            own += CpuTime::of(*id)?.since(before);
        }
        Ok(busy.saturating_sub(own).div_duration_f64(took))
    }
}

fn busy_now(cpu: usize) -> Outcome<Duration> {
    let stat = fs::read_to_string("/proc/stat")?;
    busy(&stat, cpu).ok_or_else(|| format!("/proc/stat says nothing of processor {cpu}").into())
}

/// All of a processor's time but idle and waiting for disks: the fourth and the fifth number.
fn busy(stat: &str, cpu: usize) -> Option<Duration> {
    let name = format!("cpu{cpu}");
    let line = stat.lines().find_map(|line| line.split_once(' ').filter(|(first, _)| *first == name))?;
    let ticks: Vec<u32> = line.1.split_whitespace().take(8).map_while(|number| number.parse().ok()).collect();
    let idle: u32 = ticks.get(3..5)?.iter().sum();
    Some(TICK * (ticks.iter().sum::<u32>() - idle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_is_everything_but_idle_and_waiting_for_disks() {
        let stat = "cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 100 20 30 4000 500 6 7 8 0 0\ncpu1 1 0 0 1 0 0 0 0 0 0\n";
        assert_eq!(busy(stat, 0), Some(Duration::from_millis(1_710)));
        assert_eq!(busy(stat, 1), Some(TICK));
        assert_eq!(busy(stat, 2), None);
    }
}
