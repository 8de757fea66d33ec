#![doc = include_str!("../README.md")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is its user interface")]
#![expect(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

mod browser;
mod connection;
mod cpu_time;
mod failure;
mod graph;
mod measure;
mod process;
mod report;
mod stage;
mod statistics;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use clap::Parser;
use serde_json::json;

use crate::failure::Outcome;
use crate::measure::pages::{self, Crowd};
use crate::measure::{rates, shares};
use crate::report::Report;
use crate::stage::{Programs, Server, Stage};
use crate::watch::Watch;

/// Invitations of one inviter in the small crowd.
const SMALL: (u32, &str) = (100, "10^2");
/// In the large one: 5,000 people on each of 20 items.
const LARGE: (u32, &str) = (100_000, "10^5");

/// Measures the packaged programs. `cargo xtask bench` builds them and starts this.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    programs: Programs,
    /// Where the report goes, and the databases while it runs
    #[arg(long)]
    folder: PathBuf,
    /// Measure on SQLite
    #[arg(long)]
    sqlite: bool,
    /// Measure on the three empty databases of PostgreSQL at these addresses: for shares, for the small crowd and for the large one
    #[arg(long, num_args = 3, value_names = ["SHARES", "SMALL", "LARGE"])]
    postgres: Option<Vec<String>>,
    /// The processor of the server alone; this process is elsewhere already
    #[arg(long)]
    server_cpu: Option<usize>,
    /// Fewer repeats
    #[arg(long)]
    quick: bool,
    /// The commit that is measured, for the report
    #[arg(long, default_value = "unknown")]
    commit: String,
}

/// A database product, with an address for each purpose.
struct Database {
    name: &'static str,
    /// Apart, for shares become part of the pages.
    shares: String,
    small: String,
    large: String,
}

/// One thread: it shares a processor with the emulator, and must not get in its way.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Outcome<()> {
    let data = arguments.folder.join("data");
    if data.exists() {
        // Of a run that was killed.
        fs::remove_dir_all(&data)?;
    }
    fs::create_dir_all(&data)?;
    let outcome = measured(&arguments, &data).await;
    fs::remove_dir_all(&data)?;
    outcome
}

async fn measured(arguments: &Arguments, data: &Path) -> Outcome<()> {
    let machine = report::machine();
    let now = now_ms()?;
    let mut report = Report::default();
    if arguments.server_cpu.is_none() {
        report.note("nothing was pinned: the server shares its processor with everything else".to_owned());
    }
    let mut stage = Stage::set(arguments.programs.clone(), data, arguments.server_cpu).await?;
    for (position, database) in databases(arguments, data).iter().enumerate() {
        on(&mut report, &mut stage, database, now, position == 0, arguments.quick).await?;
    }
    let run = json!({
        "unixMs": u64::try_from(now)?,
        "commit": arguments.commit,
        "version": stage.version()?,
        "quick": arguments.quick,
        "serverCpu": arguments.server_cpu,
        "machine": machine,
    });
    let file = arguments.folder.join(format!("{}.json", now / 1_000));
    fs::write(&file, serde_json::to_string_pretty(&report.json(&run))?)?;
    println!("\n{}\n\nRaw data: {}", report.table(), file.display());
    Ok(())
}

fn databases(arguments: &Arguments, data: &Path) -> Vec<Database> {
    let mut databases = Vec::new();
    if arguments.sqlite {
        let file = |name: &str| format!("sqlite://{}", data.join(format!("{name}.db")).display());
        databases.push(Database {
            name: "SQLite",
            shares: file("shares"),
            small: file("small"),
            large: file("large"),
        });
    }
    if let Some([shares, small, large]) = arguments.postgres.as_deref() {
        let [shares, small, large] = [shares, small, large].map(String::clone);
        databases.push(Database { name: "PostgreSQL", shares, small, large });
    }
    databases
}

/// Everything on one database product; pages a second, which are about the server, only on the first.
async fn on(
    report: &mut Report,
    stage: &mut Stage,
    database: &Database,
    now: u128,
    first: bool,
    quick: bool,
) -> Outcome<()> {
    let name = database.name;
    // First, while the databases of the large crowd give nothing to tidy up after.
    let mut server = crowd(stage, &format!("{name}-shares"), SMALL, &database.shares, now).await?;
    println!("==> {name}: shares");
    let watch = Watch::start(stage.server_cpu, &[&server])?;
    shares::measure(report, name, stage, &mut server, quick).await?;
    Watch::end(watch, report, &format!("{name}, shares"))?;
    drop(server);
    let small = crowd(stage, &format!("{name}-small"), SMALL, &database.small, now).await?;
    if first {
        println!("==> {name}: pages a second");
        let watch = Watch::start(stage.server_cpu, &[&small])?;
        rates::measure(report, &small, quick).await?;
        Watch::end(watch, report, "pages a second")?;
    }
    let large = crowd(stage, &format!("{name}-large"), LARGE, &database.large, now).await?;
    println!("==> {name}: pages on both");
    let (few, many) = (Crowd { size: SMALL.1, server: &small }, Crowd { size: LARGE.1, server: &large });
    let watch = Watch::start(stage.server_cpu, &[&small, &large])?;
    pages::measure(report, name, few, many, quick).await?;
    Watch::end(watch, report, &format!("{name}, pages"))
}

/// A server on a database that is filled for it.
async fn crowd(
    stage: &mut Stage,
    name: &str,
    (invitations, size): (u32, &str),
    database: &str,
    now: u128,
) -> Outcome<Server> {
    println!("==> {name}: a database with {size} invitations");
    let begun = Instant::now();
    let server = stage.serve(name, database, invitations, now).await?;
    println!("    served and signed in after {:.1} s", begun.elapsed().as_secs_f64());
    Ok(server)
}

#[expect(
    clippy::disallowed_methods,
    reason = "when a run was is part of its report; nothing is decided by it"
)]
fn now_ms() -> Outcome<u128> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())
}
