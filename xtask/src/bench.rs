//! The packaged programs, measured: built, pinned apart, and handed to the crate `bench`.

mod cpus;

use std::path::PathBuf;

use crate::console;
use crate::dist;
use crate::error::{Context as _, Error, Result};
use crate::postgres::Cluster;
use crate::program::{Program, require};
use crate::root::target;

use cpus::Cpus;

/// A database product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Database {
    /// In the server's own process.
    Sqlite,
    /// A private cluster.
    Postgres,
}

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Fewer repeats
    #[arg(long)]
    quick: bool,
    /// On this database only; without it pages a second are measured on `SQLite`, everything else on both
    #[arg(long, value_enum)]
    database: Option<Database>,
}

impl Options {
    fn wants(&self, database: Database) -> bool {
        self.database.is_none_or(|only| only == database)
    }
}

/// Builds what is measured and what measures, then measures. A figure that misses its aim is no failure.
pub fn run(options: &Options) -> Result<()> {
    dist::run()?;
    let tools = build()?;
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder).could_not("make target/bench")?;
    let cpus = Cpus::apart()?;
    let cluster = options.wants(Database::Postgres).then(Cluster::start).transpose()?;
    let mut bench = Program::new(&tools.bench)
        .arg("--vestibule")
        .arg(target().join("dist/vestibule"))
        .arg("--emulator")
        .arg(target().join("dist/vestibule-emulator"))
        .arg("--crowd")
        .arg(&tools.crowd)
        .arg("--folder")
        .arg(&folder)
        .args(["--commit", &commit()?]);
    if let Some(cpu) = cpus.server {
        bench = bench.arg("--server-cpu").arg(cpu.to_string());
    }
    if options.quick {
        bench = bench.arg("--quick");
    }
    if options.wants(Database::Sqlite) {
        bench = bench.arg("--sqlite");
    }
    if let Some(cluster) = &cluster {
        bench = bench.arg("--postgres");
        for name in ["shares", "small", "large"] {
            bench = bench.arg(cluster.create(name)?);
        }
    }
    console::step("Measuring");
    bench.run().map_err(|error| match error {
        Error::Message(_) => Error::Message("something could not be measured, see above".into()),
        other @ Error::Interrupted => other,
    })
}

/// What is not measured itself.
struct Tools {
    bench: PathBuf,
    crowd: PathBuf,
}

/// Apart from what is shipped, which so keeps the features of its dependencies; in the same profile, which has compiled the C of `SQLite` and of the
/// cryptography already, and because the measuring program's own time is part of the figures.
fn build() -> Result<Tools> {
    console::step("Compiling what measures");
    let what = ["--package", "bench", "--package", "storage", "--bin", "bench", "--example", "crowd"];
    Program::cargo().args(["build", "--locked", "--profile", "dist"]).args(what).run()?;
    let folder = target().join("dist");
    Ok(Tools { bench: folder.join("bench"), crowd: folder.join("examples/crowd") })
}

/// What is measured, with a word when the work tree is not that.
fn commit() -> Result<String> {
    require(&["git"], "the report names the commit")?;
    let text = Program::new("git").args(["describe", "--always", "--abbrev=40", "--dirty"]).text()?;
    Ok(text.trim().to_owned())
}
