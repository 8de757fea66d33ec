//! `vestibule migrate`.

use backend::config::Config;

use super::CommandError;
use crate::{console, logging};

/// Brings the database to this version's schema, with the owner's role where one is set.
pub async fn run(config: &Config) -> Result<(), CommandError> {
    logging::start(&config.log);
    backend::migrate(config).await?;
    console::line("The database has this version's schema.");
    Ok(())
}
