//! How many pages a second one processor serves, and what one of them costs.

use std::time::{Duration, Instant};

use http::Method;
use http::header::{ACCEPT_ENCODING, COOKIE};
use hyper::body::Bytes;
use tokio::task::JoinSet;

use crate::connection::{Connection, PAGE};
use crate::cpu_time::CpuTime;
use crate::failure::Outcome;
use crate::report::{Aim, Figure, Report, Unit};
use crate::stage::Server;
use crate::statistics::{median, milliseconds};

/// Enough that the server never waits for a reader.
const READERS: usize = 8;
const ROUNDS: usize = 5;
const ROUNDS_QUICKLY: usize = 2;
const ROUND: Duration = Duration::from_secs(2);
const ROUND_QUICKLY: Duration = Duration::from_secs(1);
/// Of a processor, below which the readers were too slow, or something else ran there.
const BUSY: f64 = 0.9;

/// A page and how it is asked for.
#[derive(Clone)]
struct Reading {
    name: &'static str,
    path: &'static str,
    holds: &'static str,
    cookies: String,
    encoding: Option<&'static str>,
    aim: Option<(f64, Option<f64>)>,
}

/// What one round came to.
#[derive(Clone, Copy)]
struct Round {
    pages: u32,
    took: Duration,
    used: Duration,
}

/// Reads the items page of somebody signed in, with its 20 rows, and the front page of a stranger; in turn.
pub async fn measure(report: &mut Report, server: &Server, quick: bool) -> Outcome<()> {
    let readings = readings(server);
    let (rounds, time) = if quick { (ROUNDS_QUICKLY, ROUND_QUICKLY) } else { (ROUNDS, ROUND) };
    let mut measured = vec![Vec::new(); readings.len()];
    for reading in &readings {
        let mut connection = Connection::open(server.browser.server.port()).await?;
        connection.get(reading.path, &reading.cookies).await?.is_page(reading.path, &[reading.holds])?;
        round(server, reading, Duration::from_millis(500)).await?;
    }
    for _ in 0..rounds {
        for (reading, measured) in readings.iter().zip(&mut measured) {
            measured.push(round(server, reading, time).await?);
        }
    }
    for (reading, rounds) in readings.iter().zip(&measured) {
        tell(report, reading, rounds)?;
    }
    Ok(())
}

fn readings(server: &Server) -> [Reading; 4] {
    let items = Reading {
        name: "items page",
        path: "/items",
        holds: "/items/crowd-item-19",
        cookies: server.browser.cookies(),
        encoding: None,
        aim: Some((1_400.0, None)),
    };
    let front = Reading {
        name: "front page",
        path: "/",
        holds: "<html",
        cookies: String::new(),
        encoding: None,
        aim: Some((3_000.0, Some(5_000.0))),
    };
    let compressed =
        |reading: &Reading, name| Reading { name, encoding: Some("br"), aim: None, ..reading.clone() };
    let (small_items, small_front) =
        (compressed(&items, "items page, brotli"), compressed(&front, "front page, brotli"));
    [items, front, small_items, small_front]
}

fn tell(report: &mut Report, reading: &Reading, rounds: &[Round]) -> Outcome<()> {
    let name = reading.name;
    let rates: Vec<f64> =
        rounds.iter().map(|round| f64::from(round.pages) / round.took.as_secs_f64()).collect();
    let costs: Vec<f64> =
        rounds.iter().map(|round| milliseconds(round.used) / f64::from(round.pages)).collect();
    let took: Duration = rounds.iter().map(|round| round.took).sum();
    let busy = rounds.iter().map(|round| round.used).sum::<Duration>().div_duration_f64(took);
    if busy < BUSY {
        let busy = busy * 100.0;
        report.note(format!("{name}: the server used only {busy:.0} % of its processor"));
    }
    let rate =
        Figure::new(&format!("{name}: pages a second"), median(&rates).ok_or("no round")?, Unit::PerSecond);
    report.figure(match reading.aim {
        Some((least, later)) => rate.aim(Aim::AtLeast(least), later),
        None => rate,
    });
    let cost = median(&costs).ok_or("no round")?;
    report.figure(Figure::new(&format!("{name}: processor time"), cost, Unit::Milliseconds));
    report.samples(&format!("{name} pages"), rounds.iter().map(|round| round.pages.into()).collect());
    report.samples(&format!("{name} round us"), of_each(rounds, |round| round.took));
    report.samples(&format!("{name} cpu us"), of_each(rounds, |round| round.used));
    Ok(())
}

fn of_each(rounds: &[Round], time: impl Fn(&Round) -> Duration) -> Vec<u64> {
    crate::statistics::microseconds(&rounds.iter().map(time).collect::<Vec<_>>())
}

async fn round(server: &Server, reading: &Reading, time: Duration) -> Outcome<Round> {
    let (process, port) = (server.process.id(), server.browser.server.port());
    let mut connections = Vec::with_capacity(READERS);
    for _ in 0..READERS {
        connections.push(Connection::open(port).await?);
    }
    let (before, begun) = (CpuTime::of(process)?, Instant::now());
    let mut readers = JoinSet::new();
    for connection in connections {
        readers.spawn(read(connection, reading.clone(), begun + time));
    }
    let mut pages = 0;
    while let Some(reader) = readers.join_next().await {
        pages += reader??;
    }
    let took = begun.elapsed();
    Ok(Round { pages, took, used: CpuTime::of(process)?.since(&before) })
}

/// One page after the other until it is time; gives how many.
async fn read(mut connection: Connection, reading: Reading, until: Instant) -> Outcome<u32> {
    let mut pages = 0;
    while Instant::now() < until {
        let mut draft = connection.request(Method::GET, reading.path, PAGE);
        if !reading.cookies.is_empty() {
            draft = draft.header(COOKIE, &reading.cookies);
        }
        if let Some(encoding) = reading.encoding {
            draft = draft.header(ACCEPT_ENCODING, encoding);
        }
        connection.send(draft, Bytes::new()).await?.is_page(reading.path, &[])?;
        pages += 1;
    }
    Ok(pages)
}
