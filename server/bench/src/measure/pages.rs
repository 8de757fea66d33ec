//! How long pages take on a small and on a large database, four readers at a time.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::{ITEM, TITLE};
use crate::connection::Connection;
use crate::failure::Outcome;
use crate::report::{Aim, Figure, Report, Unit};
use crate::stage::Server;
use crate::statistics::{microseconds, milliseconds, percentile, ratio};

const READERS: usize = 4;
const ROUNDS: usize = 6;
const ROUNDS_QUICKLY: usize = 2;
/// In one round, for each reader.
const PAGES: usize = 40;

/// A server with the size of its crowd, as text.
pub struct Crowd<'a> {
    /// How many invitations, for the reader.
    pub size: &'static str,
    /// The server.
    pub server: &'a Server,
}

/// Reads each page on both in turn.
pub async fn measure(
    report: &mut Report,
    database: &str,
    small: Crowd<'_>,
    large: Crowd<'_>,
    quick: bool,
) -> Outcome<()> {
    let item = format!("/items/{ITEM}");
    for (page, path) in [("items", "/items"), ("item", item.as_str()), ("invitations", "/invitations")] {
        for crowd in [&small, &large] {
            // To warm up, and to see that it is the page that is meant.
            let mut connection = Connection::open(crowd.server.browser.server.port()).await?;
            connection.get(path, &crowd.server.browser.cookies()).await?.is_page(path, &[TITLE])?;
            round(crowd.server, path).await?;
        }
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..if quick { ROUNDS_QUICKLY } else { ROUNDS } {
            times[0].extend(round(small.server, path).await?);
            times[1].extend(round(large.server, path).await?);
        }
        let half = |times: &[Duration]| percentile(times, 50).ok_or("no page was read");
        let halves = [half(&times[0])?, half(&times[1])?];
        for (crowd, (times, half)) in [&small, &large].into_iter().zip(times.iter().zip(halves)) {
            let name = format!("{database}, {page}, {}: p50", crowd.size);
            report.figure(
                Figure::new(&name, milliseconds(half), Unit::Milliseconds).aim(Aim::AtMost(10.0), None),
            );
            report.samples(&format!("{database} {page} {} us", crowd.size), microseconds(times));
        }
        // The item's page shows up to 50 people: all five of the small crowd.
        let growth = ratio(halves[1], halves[0]).ok_or("the page took no time")?;
        let name = format!("{database}, {page}: growth");
        report.figure(Figure::new(&name, growth, Unit::Times).aim(Aim::AtMost(1.5), None));
    }
    Ok(())
}

/// Every reader's times, each on a connection of its own.
async fn round(server: &Server, path: &str) -> Outcome<Vec<Duration>> {
    let mut readers = JoinSet::new();
    for _ in 0..READERS {
        let (port, cookies) = (server.browser.server.port(), server.browser.cookies());
        let path = path.to_owned();
        readers.spawn(async move {
            let mut connection = Connection::open(port).await?;
            let mut times = Vec::with_capacity(PAGES);
            for _ in 0..PAGES {
                let begun = Instant::now();
                connection.get(&path, &cookies).await?.is_page(&path, &[])?;
                times.push(begun.elapsed());
            }
            Outcome::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(reader) = readers.join_next().await {
        times.extend(reader??);
    }
    Ok(times)
}
