//! `vestibule doctor`: can the authority, Graph and the database be used with these settings? `--recount` puts the database's own counts right.

use std::sync::Arc;

use backend::clock::SystemClock;
use backend::config::Config;
use backend::open::Backend;

use super::Failure;
use crate::{logging, say};

/// Tries each thing that serving needs, and says which of them fail and why.
pub async fn run(config: &Config) -> Result<(), Failure> {
    logging::start(&config.log);
    if config.is_development() {
        say::line("Development: the emulator is part of the process; there is nothing outside to be asked.");
        return Ok(());
    }
    let clock = Arc::new(SystemClock::new(Arc::default()));
    let backend = Backend::open(config, clock).await?;
    say::line("ok      database and secret key");
    let graph = backend.entry.directory().as_application();
    // Nobody has this address: the answer is empty, but only whoever may read the directory gets it.
    let asked = graph.find_by_address("doctor@invalid.example").await;
    backend.close().await;
    match asked {
        Ok(_) => {
            say::line("ok      application token, and User.Read.All on Microsoft Graph");
            Ok(())
        }
        Err(error) => Err(format!("Microsoft Graph as the application: {error}").into()),
    }
}

/// Counts anew what pages show of counts: after rows were changed past Vestibule, or restored in parts. Servers may go on meanwhile; what they
/// write waits.
pub async fn recount(config: &Config) -> Result<(), Failure> {
    logging::start(&config.log);
    match backend::open::recount(config).await? {
        0 => say::line("ok      every count that is kept is right"),
        1 => say::line("mended  1 count that was wrong"),
        wrong => say::line(&format!("mended  {wrong} counts that were wrong")),
    }
    Ok(())
}
