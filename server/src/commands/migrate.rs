//! `vestibule migrate`.

use backend::config::Config;

use super::Failure;
use crate::{logging, say};

/// Brings the database to this version's schema, with the owner's role where one is set.
pub async fn run(config: &Config) -> Result<(), Failure> {
    logging::start(&config.log);
    backend::migrate(config).await?;
    say::line("The database has this version's schema.");
    Ok(())
}
