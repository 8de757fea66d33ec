//! Runs compiled tests on both databases.

use super::Order;
use super::build::{Build, CRATES, Tests};
use crate::console;
use crate::error::{Error, Result, fail};
use crate::postgres::{self, Cluster};
use crate::program::Program;
use crate::root::root;

/// Runs all of them, each program after the other, with a database server of this run's own.
pub(super) fn all(build: &Build, order: Order) -> Result<()> {
    let cluster = Cluster::start()?;
    console::step("Testing on SQLite and PostgreSQL");
    let mut programs: Vec<&Tests> = build.tests.iter().collect();
    order.apply(&mut programs);
    let mut failed = Vec::new();
    for tests in programs {
        console::note(&tests.name);
        match program(tests, order).env(postgres::VARIABLE, cluster.url()).run() {
            Ok(()) => {}
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            Err(Error::Message(_)) => failed.push(tests.name.as_str()),
        }
    }
    if failed.is_empty() { Ok(()) } else { fail(format!("tests failed, see above: {}", failed.join("; "))) }
}

/// The examples in the documentation, which cargo compiles as it runs them.
pub(super) fn documented() -> Result<()> {
    console::step("Compiling the documentation's examples");
    Program::cargo().arg("test").args(CRATES).args(["--doc", "--quiet"]).run()
}

fn program(tests: &Tests, order: Order) -> Program {
    let program = Program::new(&tests.program)
        .folder(&tests.folder)
        .env("CARGO_MANIFEST_DIR", &tests.folder)
        // A snapshot that differs, or that nobody has recorded, fails and leaves no file beside it.
        .env("INSTA_UPDATE", "no")
        .env("INSTA_WORKSPACE_ROOT", root());
    match order {
        Order::Written => program,
        // The test harness knows how to, but says so to whoever asks for what is not stable only.
        Order::Shuffled(number) => program.env("RUSTC_BOOTSTRAP", "1").args([
            "-Z",
            "unstable-options",
            "--shuffle-seed",
            &number.to_string(),
        ]),
    }
}
