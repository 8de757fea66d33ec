//! The server, killed again and again under load. What kills and what is asked afterwards are in `server/tests/it/kills`.

use crate::assets;
use crate::bench::Database;
use crate::console;
use crate::error::{Error, Result};
use crate::postgres::{self, Cluster};
use crate::program::Program;
use crate::server;

/// What to kill.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How often; without it 150 times on `SQLite` and 50 times on `PostgreSQL`
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    kills: Option<u32>,
    /// On this database only
    #[arg(long, value_enum)]
    database: Option<Database>,
    /// At the moments of an earlier run, which has said its seed
    #[arg(long)]
    seed: Option<u64>,
}

impl Options {
    fn wants(&self, database: Database) -> bool {
        self.database.is_none_or(|only| only == database)
    }
}

/// Builds both programs and what kills, then kills on each database. What goes wrong on one leaves the other its turn.
pub fn run(options: &Options) -> Result<()> {
    // The programs that the tests find beside each other.
    assets::build_beside(server::build_both)?;
    let mut verdict = Ok(());
    if options.wants(Database::Sqlite) {
        verdict = kill("sqlite", options.kills.unwrap_or(150), options, |program| program);
    }
    if let Err(Error::Interrupted) = verdict {
        return verdict;
    }
    if options.wants(Database::Postgres) {
        let cluster = Cluster::start()?;
        let within = |program: Program| program.env(postgres::VARIABLE, cluster.url());
        verdict = verdict.and(kill("postgres", options.kills.unwrap_or(50), options, within));
    }
    verdict
}

/// Runs the test of this database alone, with its figures shown.
fn kill(
    database: &str,
    kills: u32,
    options: &Options,
    within: impl FnOnce(Program) -> Program,
) -> Result<()> {
    console::step(&format!("Killing {kills} times on {database}"));
    let test = format!("kills::nothing_is_lost_and_nothing_doubled_on_{database}");
    let arguments = ["test", "--package", "server", "--test", "it", "--", "--exact", "--nocapture", &test];
    let mut program = Program::cargo().args(arguments).env("VESTIBULE_SOAK_KILLS", kills.to_string());
    if let Some(seed) = options.seed {
        program = program.env("VESTIBULE_SOAK_SEED", seed.to_string());
    }
    within(program).run()
}
