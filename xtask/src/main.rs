//! The project's own commands: run, test, check, e2e, sizes, bench, soak, dist. `README.md` says what each does.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what these commands print is their user interface"
)]

mod assets;
mod bench;
mod check;
mod console;
mod dist;
mod error;
mod foreign;
mod lint;
mod machine;
mod postgres;
mod program;
mod root;
mod server;
mod sizes;
mod soak;
mod stories;
mod test;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::{Error, Result};

/// The project's own commands. Each installs what it needs first.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start Vestibule with the emulator and `SQLite`
    Run {
        /// Build and start again whenever a source changes
        #[arg(long)]
        watch: bool,
    },
    /// Every check: format, lints, tests on both databases, browser stories, sizes
    Test(test::Options),
    /// Format, lints and the project's rules
    Check,
    /// The browser stories, or those whose title matches
    E2e {
        /// A part of a story's title
        story: Option<String>,
        /// Further arguments for Playwright, after `--`
        #[arg(last = true)]
        playwright: Vec<String>,
    },
    /// Other programs (MSAL, openid-client, Graph's client) against the emulator, and ours against oidc-provider
    Foreign,
    /// Bytes of each asset and each page, held against their budgets
    Sizes,
    /// The packaged programs, measured beside their aims, on both databases
    Bench(bench::Options),
    /// The server killed again and again under load, in real time, and the invariants afterwards
    Soak(soak::Options),
    /// The web assets alone, into target/site
    Assets,
    /// A private `PostgreSQL` for tests started by hand, until Ctrl-C
    Postgres,
    /// Self-contained binaries: target/dist/vestibule, and target/dist/vestibule-emulator to try it with
    Dist,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::warn_of_flags();
    match program::interrupt::listen().and_then(|()| perform(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::Interrupted) => ExitCode::from(130),
        Err(error) => {
            eprintln!("\nxtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Run { watch: false } => server::run(),
        Task::Run { watch: true } => watch::run(),
        Task::Test(options) => test::run(&options),
        Task::Check => check::run(),
        Task::E2e { story, playwright } => stories::run(story.as_deref(), &playwright),
        Task::Foreign => foreign::run(),
        Task::Sizes => sizes::run(),
        Task::Bench(options) => bench::run(&options),
        Task::Soak(options) => soak::run(&options),
        Task::Assets => assets::build().map(|_| ()),
        Task::Postgres => postgres::hold(),
        Task::Dist => dist::run(),
    }
}
