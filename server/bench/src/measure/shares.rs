//! One share with a new guest: its processor time, and how long it takes beside the bare calls.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::ITEM;
use crate::cpu_time::CpuTime;
use crate::failure::Outcome;
use crate::graph::Graph;
use crate::report::{Aim, Figure, Report, Unit};
use crate::stage::{Server, Stage};
use crate::statistics::{microseconds, milliseconds, percentile, ratio};

/// Unmeasured at first: connections, tokens, caches.
const WARM_UP: u32 = 10;
/// Fewer than a person may send in a row, with those of the warm-up.
const SHARES: u32 = 100;
const SHARES_QUICKLY: u32 = 25;
/// For what a share leaves to be done after it has settled.
const AFTERMATH: Duration = Duration::from_millis(300);

/// Times of each round.
#[derive(Default)]
struct Rounds {
    shares: Vec<Duration>,
    bare: Vec<Duration>,
    /// From one share to the next: with what it left to be done.
    used: Vec<Duration>,
}

/// Measures shares and bare calls in turn.
pub async fn measure(
    report: &mut Report,
    database: &str,
    stage: &Stage,
    server: &mut Server,
    quick: bool,
) -> Outcome<()> {
    let mut graph = Graph::open(stage.emulator_port, stage.tenant()).await?;
    play(database, server, &mut graph, 0..WARM_UP).await?;
    let count = if quick { SHARES_QUICKLY } else { SHARES };
    let rounds = play(database, server, &mut graph, WARM_UP..WARM_UP + count).await?;
    let named = |what: &str, value, unit| Figure::new(&format!("{database}, {what}"), value, unit);
    let half = |times: &[Duration]| percentile(times, 50).ok_or("nothing was measured");
    let (share, bare) = (half(&rounds.shares)?, half(&rounds.bare)?);
    let used: Duration = rounds.used.iter().sum();
    let cost = named("share: processor time", milliseconds(used / count), Unit::Milliseconds);
    report.figure(cost.aim(Aim::AtMost(8.0), Some(0.5)));
    let times = ratio(share, bare).ok_or("the bare calls took no time")?;
    let times = named("share: p50, times the bare calls", times, Unit::Times);
    report.figure(times.aim(Aim::AtMost(5.0), Some(1.6)));
    report.figure(named("share: p50 from Send to settled", milliseconds(share), Unit::Milliseconds));
    report.figure(named("bare calls: p50", milliseconds(bare), Unit::Milliseconds));
    report.samples(&format!("{database} share us"), microseconds(&rounds.shares));
    report.samples(&format!("{database} bare calls us"), microseconds(&rounds.bare));
    report.samples(&format!("{database} share cpu us"), microseconds(&rounds.used));
    Ok(())
}

async fn play(
    database: &str,
    server: &mut Server,
    graph: &mut Graph,
    numbers: std::ops::Range<u32>,
) -> Outcome<Rounds> {
    let mut rounds = Rounds::default();
    let mut before = CpuTime::of(server.process.id())?;
    let last = numbers.end - 1;
    for number in numbers {
        let begun = Instant::now();
        share(database, server, number).await?;
        rounds.shares.push(begun.elapsed());
        let begun = Instant::now();
        graph.invite(&format!("bare{number}@{database}.example")).await?;
        rounds.bare.push(begun.elapsed());
        if number == last {
            tokio::time::sleep(AFTERMATH).await;
        }
        let now = CpuTime::of(server.process.id())?;
        rounds.used.push(now.since(&before));
        before = now;
    }
    Ok(rounds)
}

/// Sends the form as the page's script does, and follows the share until it settles.
async fn share(database: &str, server: &mut Server, number: u32) -> Outcome<()> {
    // The emulator is the same for every database.
    let (address, key) = (format!("guest{number}@{database}.example"), format!("bench-{number:032}"));
    let form = [
        ("form[item]", ITEM),
        ("form[address]", &address),
        ("form[role]", "reader"),
        ("form[message]", "Please have a look before Thursday."),
        ("form[language]", "en"),
        ("form[key]", &key),
    ];
    let sent = server.browser.post("/api/share/send", &form).await?;
    let share = sent["share"].as_str().ok_or_else(|| format!("the share was not accepted: {sent}"))?;
    loop {
        let progress = server.browser.post("/api/share/progress", &[("share", share)]).await?;
        if progress["settled"] == Value::Bool(true) {
            let sent = progress["rows"][0]["state"] == "sent";
            return if sent { Ok(()) } else { Err(format!("the share ended otherwise: {progress}").into()) };
        }
    }
}
